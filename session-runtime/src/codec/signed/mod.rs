//! Python's signed tokens: `payload.timestamp.signature`, as itsdangerous' `TimestampSigner` makes them.

mod digest;
mod segments;
mod signers;
mod timestamp;

#[cfg(test)]
mod tests;

pub use digest::{Sha1, Sha256, SignerDigest};

use self::digest::sealed::LARGEST_TAG;
use self::segments::Segments;
use self::signers::Signers;
use super::base64_text::Base64;
use super::json::{self, Buffer, Fixed};
use super::{Codec, Decoded, EncodeError, SelfContained, Stamp};
use crate::claims::Claims;
use crate::key::{KeyRing, SecretKey};
use crate::rejection::Rejection;
use crate::settings::Settings;
use std::fmt;
use std::time::Duration;

/// The longest token that is looked at. Cookies end at half of it.
const LONGEST: usize = 8192;

/// Tokens are what itsdangerous' `TimestampSigner` makes of base64 JSON: the claims can be read by whoever holds the token, and
/// changed only by whoever has the key.
///
/// - [`Sha256`]: the claims type's name is the salt, so a token of one type is never one of another under the same key. The
///   payload holds what that of a JSON Web Token does: the claims, `iat`, `exp`, and with an idle timeout the start. One
///   that Python wrote need not have them: then the timestamp is the time of issue, and the end follows from it.
/// - [`Sha1`]: exactly the format of Starlette's `SessionMiddleware`, with its salt. The payload holds the claims and nothing
///   else, so the timestamp is all that there is to tell the time. It says when the session **began**, and stays when
///   the session is written again: the lifetime is absolute here, too. Starlette writes the time of issue, so a session
///   that it writes lives for another lifetime, as all of its sessions do. A session that is started with a shorter lifetime gets an
///   earlier timestamp: it ends when it should, here and (under the same `max_age`) there.
///
/// Keys are bytes: a Python application's secret text, as it is. itsdangerous derives the key of the MAC from it and from the
/// salt by one hash (`django-concat`), which does not make a short secret any better.
///
/// Only canonical text is accepted, where Python's verifier takes several spellings of one token.
pub struct Signed<D: SignerDigest = Sha256> {
    signers: Signers<D>,
    settings: &'static Settings,
    fixed: Fixed,
    standard: Base64,
    url: Base64,
}

#[diagnostic::do_not_recommend]
impl<D: SignerDigest> Codec for Signed<D> {
    type Output = SelfContained;
    type Key = KeyRing<SecretKey<D>>;

    fn new(keys: Self::Key, settings: &'static Settings) -> Self {
        let salt = settings.salt.or(D::SALT).unwrap_or(settings.name);
        Signed {
            signers: Signers::new(keys, salt),
            settings,
            fixed: Fixed::new(settings),
            standard: Base64::standard(),
            url: Base64::url(),
        }
    }

    fn encode<C: Claims>(&self, claims: &C, stamp: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut payload = Buffer::new();
        let timestamp = if D::BARE {
            if stamp.browser_session && self.settings.cookie.persistent {
                return Err(EncodeError::NoRoomForBrowserSession);
            }
            json::write_bare(claims, &self.fixed, &mut payload)?;
            // The start, or as much earlier as the session ends before its lifetime is over.
            stamp.ends.saturating_sub(self.settings.lifetime)
        } else {
            json::write(claims, stamp, self.settings, &self.fixed, &mut payload)?;
            stamp.issued
        };

        let (payload, start) = (payload.as_slice(), out.len());
        // Three characters per two bytes are more than the four per three of base64.
        out.reserve(payload.len().div_ceil(2) * 3 + 2 * LARGEST_TAG);
        self.standard.append(payload, out);
        out.push(b'.');
        self.url.append(timestamp::bytes(&timestamp.to_be_bytes()), out);
        let mut tag = [0; LARGEST_TAG];
        let signers = self.signers.load();
        let signer = signers.current(stamp.issued).ok_or(EncodeError::NoCurrentKey)?;
        D::tag(signer, &out[start..], &mut tag);
        out.push(b'.');
        self.url.append(&tag[..D::TAG], out);
        Ok(())
    }

    fn decode<C: Claims>(&self, token: &[u8], now: Duration) -> Result<Decoded<C>, Rejection> {
        if token.len() > LONGEST {
            return Err(Rejection::TooLong);
        }
        let segments = Segments::of(token).ok_or(Rejection::Malformed)?;
        let mut tag = [0; LARGEST_TAG];
        let tag = self.url.decode(segments.signature, &mut tag).ok_or(Rejection::Malformed)?;
        let signers = self.signers.load();
        let verifies = |signer: &D::Signer| D::verify(signer, segments.signed, tag);
        let outdated_key = signers.find(now.as_secs(), verifies).ok_or(Rejection::BadSignature)?;

        let mut time = [0; timestamp::SIZE];
        let time = self.url.decode(segments.timestamp, &mut time).and_then(timestamp::read);
        let time = Duration::from_secs(time.ok_or(Rejection::Malformed)?);
        let mut buffer = Buffer::new();
        let space = buffer.space(base64::decoded_len_estimate(segments.payload.len()));
        let payload = self.standard.decode(segments.payload, space).ok_or(Rejection::Malformed)?;
        let (claims, stamp) = if D::BARE {
            json::read_bare(payload, self.settings, now, time)?
        } else {
            json::read(payload, self.settings, now, Some(time))?
        };
        Ok(Decoded { claims, stamp, outdated_key })
    }
}

impl<D: SignerDigest> fmt::Debug for Signed<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("digest", &D::NAME)
            .field("claims", &self.settings.name)
            .finish_non_exhaustive()
    }
}
