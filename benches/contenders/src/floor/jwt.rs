//! A JWT with HS256: a header that is compared, a MAC whose key is prepared, base64 on the stack.

use super::{ATTRIBUTES, Codec, LONGEST, canonical};
use crate::claims::Claims;
use crate::requests::SECRET;
use base64_simd::{Out, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderValue;
use rustix::time::{ClockId, clock_gettime};
use sha2::Sha256;

/// `{"typ":"JWT","alg":"HS256"}`, as `jsonwebtoken` writes it.
const HEADER: &[u8] = b"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.";
/// The tag, with its dot.
const TAG: usize = 44;

#[derive(Clone)]
pub(super) struct Floor(Hmac<Sha256>);

impl Floor {
    pub(super) fn new() -> Self {
        Floor(Hmac::new_from_slice(SECRET).expect("any key"))
    }
}

/// Seconds since the Unix epoch, a few milliseconds late at most.
pub(super) fn now() -> u64 {
    clock_gettime(ClockId::RealtimeCoarse).tv_sec.unsigned_abs()
}

impl Codec for Floor {
    fn open(&self, token: &[u8]) -> Option<Claims> {
        let payload = token.strip_prefix(HEADER)?;
        let dot = payload.len().checked_sub(TAG)?;
        let (payload, tag) = payload.split_at(dot);
        let mut tag_bytes = [0; 32];
        URL_SAFE_NO_PAD.decode(tag.strip_prefix(b".")?, Out::from_slice(&mut tag_bytes)).ok()?;
        let mut mac = self.0.clone();
        mac.update(&token[..HEADER.len() + dot]);
        mac.verify_slice(&tag_bytes).ok()?;
        let mut json = [0; LONGEST];
        let json = URL_SAFE_NO_PAD.decode(payload, Out::from_slice(&mut json)).ok()?;
        canonical::read(json).filter(|claims| claims.exp > now())
    }

    fn line(&self, claims: &Claims) -> HeaderValue {
        let mut json = [0; LONGEST];
        let length = canonical::write(claims, &mut json);
        let encoded = URL_SAFE_NO_PAD.encoded_length(length);
        let name = b"session=";
        let mut line = Vec::with_capacity(name.len() + HEADER.len() + encoded + TAG + ATTRIBUTES.len());
        line.extend_from_slice(name);
        line.extend_from_slice(HEADER);
        URL_SAFE_NO_PAD.encode_append(&json[..length], &mut line);
        let mut mac = self.0.clone();
        mac.update(&line[name.len()..]);
        line.push(b'.');
        URL_SAFE_NO_PAD.encode_append(mac.finalize().into_bytes(), &mut line);
        line.extend_from_slice(ATTRIBUTES);
        HeaderValue::from_maybe_shared(axum::body::Bytes::from(line)).expect("visible ASCII")
    }
}
