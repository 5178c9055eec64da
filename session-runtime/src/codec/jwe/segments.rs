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
    /// Five segments: a header, no encrypted key, since the key is known (`dir`), and the others in the lengths that A256GCM
    /// gives them. That there is no sixth shows when the ciphertext is decoded, for no base64 has a dot.
    #[inline]
    pub(super) fn of(token: &'t [u8]) -> Option<Self> {
        let (header, rest) = token.split_at_checked(memchr::memchr(b'.', token)?)?;
        let (iv, rest) = rest.strip_prefix(b"..")?.split_at_checked(IV_TEXT)?;
        let rest = rest.strip_prefix(b".")?;
        let (rest, tag) = rest.split_at_checked(rest.len().checked_sub(TAG_TEXT)?)?;
        let ciphertext = rest.strip_suffix(b".")?;
        (!header.is_empty() && !ciphertext.is_empty()).then_some(Segments { header, iv, ciphertext, tag })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_segments_of_which_the_second_is_empty() {
        let (iv, tag) = ("0123456789abcdef", "0123456789abcdefghijkl");
        let token = format!("h..{iv}.c.{tag}");
        let cut = Segments::of(token.as_bytes()).expect("well-formed");
        assert_eq!(
            [cut.header, cut.iv, cut.ciphertext, cut.tag],
            ["h", iv, "c", tag].map(str::as_bytes),
            "{token}"
        );
        for bad in [
            String::new(),
            ".".to_owned(),
            "....".to_owned(),
            token.replace("..", "."),
            token.replace("..", ".key."),
            token.replace("..", "..."),
            format!("..{iv}.c.{tag}"),
            format!("h..{iv}..{tag}"),
            format!("h..{iv}.{tag}"),
            format!("h..{iv}.c.{tag}."),
            format!(".h..{iv}.c.{tag}"),
            format!("h..{iv}.c.x{tag}"),
            format!("h..{iv}.c.{}", &tag[1..]),
            format!("h..{}.c.{tag}", &iv[1..]),
            format!("h..x{iv}.c.{tag}"),
            format!("h.c.{tag}"),
        ] {
            assert!(Segments::of(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
