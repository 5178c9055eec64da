//! Encrypted JSON Web Tokens (RFC 7516, RFC 7519).

mod a256gcm;
mod segments;

#[cfg(test)]
mod tests;

pub use a256gcm::A256Gcm;

use self::a256gcm::{IV_TEXT, TAG_TEXT};
use self::segments::Segments;
use super::base64_text::Base64;
use super::jose::{Algorithms, Headed, Header, Kid};
use super::json::{self, Buffer, Fixed};
use super::{Codec, Decoded, EncodeError, SelfContained, Stamp};
use crate::claims::Claims;
use crate::key::sealed::Kept as _;
use crate::key::{KeyRing, SecretKey};
use crate::rejection::Rejection;
use crate::settings::Settings;
use std::fmt;
use std::time::Duration;

/// The longest token that is looked at. Cookies end at half of it.
const LONGEST: usize = 8192;

/// Room for the payload of most tokens, and of any. Taken from the stack: a token must be decoded before its tag can be
/// checked, and whoever sends forged ones is given no memory.
const ROOM: usize = 1024;
const MOST_ROOM: usize = LONGEST / 4 * 3;

/// The key is known, and encrypts the payload itself (RFC 7518 sections 4.5 and 5.3).
const ALGORITHMS: Algorithms = Algorithms { alg: "dir", enc: Some("A256GCM") };

/// Tokens are JSON Web Tokens that are encrypted (`dir` with `A256GCM`): only who has the key can read the claims, or change them. Whoever
/// holds a token sees how long they are.
///
/// Their header is authenticated and names the claims type in `typ`, so a token of one type is never one of another under the same key
/// (RFC 8725 section 3.11).
///
/// A token is looked at in this order: its form, its tag, its time, its claims. Until the tag has matched, nothing of what it says is
/// decrypted, and nothing is allocated.
///
/// One key encrypts at most 2^32 tokens, and then refuses ([`EncodeError::KeyExhausted`]); from 2^28 on the log warns each time that
/// their number has doubled. The count is this process's and begins anew with it, so where many servers share a key, rotate it while
/// their tokens together are fewer. The key of another codec is none of this one: do not give both the same bytes.
pub struct Jwe {
    keys: KeyRing<SecretKey<A256Gcm>>,
    settings: &'static Settings,
    header: Header,
    fixed: Fixed,
    base64url: Base64,
}

#[diagnostic::do_not_recommend]
impl Codec for Jwe {
    type Output = SelfContained;
    type Key = KeyRing<SecretKey<A256Gcm>>;

    fn new(keys: Self::Key, settings: &'static Settings) -> Self {
        let base64url = Base64::url();
        let header = Header::new(ALGORITHMS, settings.typ, &base64url);
        Jwe { keys, settings, header, fixed: Fixed::new(settings), base64url }
    }

    fn encode<C: Claims>(&self, claims: &C, stamp: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut payload = Buffer::new();
        json::write(claims, stamp, self.settings, &self.fixed, &mut payload)?;
        let (payload, keys) = (payload.as_mut_slice(), self.keys.load());
        let key = keys.current(stamp.issued).ok_or(EncodeError::NoCurrentKey)?;

        let start = out.len();
        // Three characters per two bytes are more than the four per three of base64. And four dots.
        out.reserve(self.header.longest() + payload.len().div_ceil(2) * 3 + IV_TEXT + TAG_TEXT + 4);
        self.header.issue(key.kid(), &self.base64url, out);
        let (iv, tag) = match key.seal(&out[start..out.len() - 1], payload) {
            Ok(sealed) => sealed,
            Err(error) => {
                out.truncate(start);
                return Err(error);
            }
        };
        for segment in [&[], &iv[..], payload, &tag] {
            self.base64url.append(segment, out);
            out.push(b'.');
        }
        out.pop();
        Ok(())
    }

    fn decode<C: Claims>(&self, token: &[u8], now: Duration) -> Result<Decoded<C>, Rejection> {
        if token.len() > LONGEST {
            return Err(Rejection::TooLong);
        }
        let Headed { kid, header, rest } =
            self.header.cut(token, &self.base64url).ok_or(Rejection::Malformed)?;
        let segments = Segments::of(header, rest).ok_or(Rejection::Malformed)?;
        let kid = match kid {
            Some(kid) => kid,
            None => self.header.parse(header, &self.base64url)?,
        };
        if base64::decoded_len_estimate(segments.ciphertext.len()) <= ROOM {
            self.read::<C, ROOM>(&segments, &kid, now)
        } else {
            self.read::<C, MOST_ROOM>(&segments, &kid, now)
        }
    }
}

impl Jwe {
    /// Not inlined: most tokens should not pay for the room that the largest ones need.
    #[inline(never)]
    fn read<C: Claims, const SPACE: usize>(
        &self,
        segments: &Segments<'_>,
        kid: &Kid,
        now: Duration,
    ) -> Result<Decoded<C>, Rejection> {
        let mut space = [0; SPACE];
        let (payload, outdated_key) = self.open(segments, kid, now.as_secs(), &mut space)?;
        let (claims, stamp) = json::read(payload, self.settings, now, None)?;
        Ok(Decoded { claims, stamp, outdated_key })
    }

    /// Decrypts the payload in `space`, and says whether that took another key than the current.
    fn open<'s>(
        &self,
        segments: &Segments<'_>,
        kid: &Kid,
        now: u64,
        space: &'s mut [u8],
    ) -> Result<(&'s [u8], bool), Rejection> {
        let keys = self.keys.load();
        let named = match kid {
            Some(kid) => Some(keys.find(kid.as_str(), now).ok_or(Rejection::UnknownKey)?),
            None => None,
        };
        let iv = self.exactly(segments.iv).ok_or(Rejection::Malformed)?;
        let tag = self.exactly(segments.tag).ok_or(Rejection::Malformed)?;
        let text = self.base64url.decode(segments.ciphertext, space).map(<[u8]>::len);
        let text = text.and_then(|len| space.get_mut(..len)).ok_or(Rejection::Malformed)?;

        let mut opens = |key: &SecretKey<A256Gcm>| key.open(&iv, segments.header, text, &tag);
        let matching = match named {
            Some(named) => Some(named).filter(|(key, _)| opens(key)),
            None => keys.tried(now).find(|(key, _)| opens(key)),
        };
        let (_, outdated) = matching.ok_or(Rejection::BadSignature)?;
        Ok((text, outdated))
    }

    /// A segment of this many bytes.
    #[inline]
    fn exactly<const LEN: usize>(&self, segment: &[u8]) -> Option<[u8; LEN]> {
        let mut space = [0; 24];
        self.base64url.decode(segment, &mut space)?.try_into().ok()
    }
}

impl fmt::Debug for Jwe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwe")
            .field("typ", &self.settings.typ)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
