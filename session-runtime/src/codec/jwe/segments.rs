//! The five segments of an encrypted token (RFC 7516 section 7.1).

use super::a256gcm::{IV_TEXT, TAG_TEXT};

/// A token, cut where its dots are.
pub(super) struct Segments<'t> {
    /// Authenticated as it stands here.
    pub(super) header: &'t [u8],
    pub(super) iv: &'t [u8],
    pub(super) ciphertext: &'t [u8],
    pub(super) tag: &'t [u8],
}

impl<'t> Segments<'t> {
    /// Four segments behind the header: no encrypted key, since the key is known (`dir`), and the others in the lengths that A256GCM
    /// gives them. That there is no fifth shows when the ciphertext is decoded, for no base64 has a dot.
    #[inline]
    pub(super) fn of(header: &'t [u8], rest: &'t [u8]) -> Option<Self> {
        let (iv, rest) = rest.strip_prefix(b".")?.split_at_checked(IV_TEXT)?;
        let rest = rest.strip_prefix(b".")?;
        let (rest, tag) = rest.split_at_checked(rest.len().checked_sub(TAG_TEXT)?)?;
        let ciphertext = rest.strip_suffix(b".")?;
        (!ciphertext.is_empty()).then_some(Segments { header, iv, ciphertext, tag })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_segments_behind_the_header_of_which_the_first_is_empty() {
        let (iv, tag) = ("0123456789abcdef", "0123456789abcdefghijkl");
        let rest = format!(".{iv}.c.{tag}");
        let cut = Segments::of(b"h", rest.as_bytes()).expect("well-formed");
        assert_eq!(
            [cut.header, cut.iv, cut.ciphertext, cut.tag],
            ["h", iv, "c", tag].map(str::as_bytes),
            "{rest}"
        );
        for bad in [
            String::new(),
            ".".to_owned(),
            "...".to_owned(),
            rest[1..].to_owned(),
            format!("key.{iv}.c.{tag}"),
            format!("..{iv}.c.{tag}"),
            format!(".{iv}..{tag}"),
            format!(".{iv}.{tag}"),
            format!(".{iv}.c.{tag}."),
            format!("h..{iv}.c.{tag}"),
            format!(".{iv}.c.x{tag}"),
            format!(".{iv}.c.{}", &tag[1..]),
            format!(".{}.c.{tag}", &iv[1..]),
            format!(".x{iv}.c.{tag}"),
            format!("c.{tag}"),
        ] {
            assert!(Segments::of(b"h", bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
