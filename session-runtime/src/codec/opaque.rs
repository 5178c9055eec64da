//! Tokens that carry nothing.

use super::{Codec, Decoded, EncodeError, Referred, Stamp};
use crate::claims::Claims;
use crate::combine::Reference;
use crate::rejection::Rejection;
use crate::settings::Settings;
use crate::store::SessionId;
use std::time::Duration;

/// Tokens are the id of a session that a store keeps: 256 bits from the operating system, as 43 characters of base64url, and
/// nothing else. There is no key, and nothing to read in one.
#[derive(Debug, Clone, Copy)]
pub struct Opaque;

/// What a codec without a key is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKey;

#[diagnostic::do_not_recommend]
impl Codec for Opaque {
    type Output = Reference;
    type Key = NoKey;

    fn new(_: NoKey, _: &'static Settings) -> Self {
        Opaque
    }

    fn encode<C: Claims>(&self, _: &C, _: Stamp, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Err(EncodeError::CarriesNoClaims)
    }

    fn decode<C: Claims>(&self, _: &[u8], _: Duration) -> Result<Decoded<C>, Rejection> {
        Err(Rejection::WrongClaims)
    }

    fn encode_reference(&self, id: &SessionId, _: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(id.as_str().as_bytes());
        Ok(())
    }

    fn decode_reference(&self, token: &[u8], _: Duration) -> Result<Referred, Rejection> {
        let id = SessionId::parse(token).ok_or(Rejection::Malformed)?;
        Ok(Referred { id, outdated_key: false })
    }
}
