//! Signed JSON Web Tokens (RFC 7515, RFC 7519), with a MAC or a signature.

mod algorithm;
#[cfg(feature = "jwt-asymmetric")]
mod published;
mod segments;

#[cfg(test)]
mod tests;

pub use self::algorithm::JwtAlgorithm;
#[cfg(feature = "jwt-asymmetric")]
pub(crate) use self::algorithm::sealed;

use self::segments::Segments;
use super::base64_text::Base64;
use super::jose::{Algorithms, Headed, Header, Kid};
use super::json::{self, Buffer, Fixed};
use super::{Codec, Decoded, EncodeError, SelfContained, Stamp};
use crate::algorithm::Hs256;
use crate::claims::Claims;
use crate::key::KeyRing;
use crate::key::sealed::Kept as _;
use crate::rejection::Rejection;
use crate::settings::Settings;
use std::fmt;
use std::time::Duration;

/// The longest token that is looked at. Cookies end at half of it.
const LONGEST: usize = 8192;

/// Tokens are JSON Web Tokens with a MAC or a signature of algorithm `A`: the claims can be read by whoever holds the token, and
/// changed only by whoever has the key.
///
/// Their header names the claims type in `typ`, so a token of one type is never one of another under the same key
/// (RFC 8725 section 3.11).
///
/// A token is looked at in this order: its form, its MAC or signature, its time, its claims. Until that has matched, no claim is
/// read, and nothing of ours is allocated that grows with the token.
pub struct Jwt<A: JwtAlgorithm = Hs256> {
    keys: KeyRing<A::Key>,
    settings: &'static Settings,
    header: Header,
    fixed: Fixed,
    base64url: Base64,
}

#[diagnostic::do_not_recommend]
impl<A: JwtAlgorithm> Codec for Jwt<A> {
    type Output = SelfContained;
    type Key = KeyRing<A::Key>;

    fn new(keys: Self::Key, settings: &'static Settings) -> Self {
        let base64url = Base64::url();
        let header = Header::new(Algorithms::signed(A::ALG), settings.typ, &base64url);
        Jwt { keys, settings, header, fixed: Fixed::new(settings), base64url }
    }

    fn encode<C: Claims>(&self, claims: &C, stamp: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut payload = Buffer::new();
        json::write(claims, stamp, self.settings, &self.fixed, &mut payload)?;
        let (payload, keys) = (payload.as_slice(), self.keys.load());
        let key = keys.current(stamp.issued).ok_or(EncodeError::NoCurrentKey)?;

        let start = out.len();
        // Three characters per two bytes are more than the four per three of base64.
        out.reserve(self.header.longest() + payload.len().div_ceil(2) * 3 + 2 * A::size(key));
        self.header.issue(key.kid(), &self.base64url, out);
        self.base64url.append(payload, out);
        let mut space = A::SPACE;
        let signature = A::sign(key, &out[start..], &mut space).ok_or(EncodeError::NotSigned)?;
        out.push(b'.');
        self.base64url.append(signature, out);
        Ok(())
    }

    fn decode<C: Claims>(&self, token: &[u8], now: Duration) -> Result<Decoded<C>, Rejection> {
        if token.len() > LONGEST {
            return Err(Rejection::TooLong);
        }
        let Headed { kid, header, rest } =
            self.header.cut(token, &self.base64url).ok_or(Rejection::Malformed)?;
        let segments = Segments::of(token, rest).ok_or(Rejection::Malformed)?;
        let kid = match kid {
            Some(kid) => kid,
            None if segments.are_more() => return Err(Rejection::Malformed),
            None => self.header.parse(header, &self.base64url)?,
        };
        let outdated_key = self.authenticate(&segments, &kid, now.as_secs());
        let outdated_key = outdated_key.map_err(|rejection| match segments.are_more() {
            true => Rejection::Malformed,
            false => rejection,
        })?;

        let mut buffer = Buffer::new();
        let space = buffer.space(base64::decoded_len_estimate(segments.payload.len()));
        let payload = self.base64url.decode(segments.payload, space).ok_or(Rejection::Malformed)?;
        let (claims, stamp) = json::read(payload, self.settings, now, None)?;
        Ok(Decoded { claims, stamp, outdated_key })
    }
}

impl<A: JwtAlgorithm> Jwt<A> {
    /// Finds a key that has signed the token, and says whether it is another one than the current.
    fn authenticate(&self, segments: &Segments<'_>, kid: &Kid, now: u64) -> Result<bool, Rejection> {
        let mut space = A::SPACE;
        let signature =
            self.base64url.decode(segments.signature, space.as_mut()).ok_or(Rejection::Malformed)?;
        let keys = self.keys.load();
        let matching = match kid {
            Some(kid) => {
                let found = keys.find(kid.as_str(), now).ok_or(Rejection::UnknownKey)?;
                Some(found).filter(|(key, _)| A::verify(key, segments.signed, signature))
            }
            None => keys.tried(now).find(|(key, _)| A::verify(key, segments.signed, signature)),
        };
        matching.map(|(_, outdated)| outdated).ok_or(Rejection::BadSignature)
    }
}

impl<A: JwtAlgorithm> fmt::Debug for Jwt<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt")
            .field("typ", &self.settings.typ)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
