//! An encrypted cookie: nonce, ciphertext and tag, in base64. Not a JWE: what its form costs is ours to spend.

use super::jwt::now;
use super::{ATTRIBUTES, Codec, LONGEST, canonical};
use crate::claims::{Claims, LONG_AGO, account};
use crate::requests::{SECRET, cookies};
use crate::scenario::Scenario;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64_simd::{Out, URL_SAFE_NO_PAD};
use http::HeaderValue;
use std::cell::Cell;
use std::rc::Rc;

#[derive(Clone)]
pub(super) struct Floor {
    key: Rc<LessSafeKey>,
    /// Counted on, as a nonce under one key may be.
    sealed: Rc<Cell<u64>>,
}

impl Floor {
    pub(super) fn new() -> Self {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, SECRET).expect("32 bytes"));
        Floor { key: Rc::new(key), sealed: Rc::default() }
    }

    fn append(&self, claims: &Claims, line: &mut Vec<u8>) {
        let mut json = [0; LONGEST];
        let length = canonical::write(claims, &mut json);
        self.sealed.set(self.sealed.get() + 1);
        let mut nonce = [0; NONCE_LEN];
        nonce[4..].copy_from_slice(&self.sealed.get().to_be_bytes());
        let mut sealed = [0; LONGEST + 64];
        sealed[..NONCE_LEN].copy_from_slice(&nonce);
        let end = NONCE_LEN + length;
        sealed[NONCE_LEN..end].copy_from_slice(&json[..length]);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let text = &mut sealed[NONCE_LEN..end];
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::empty(), text).expect("sealed");
        sealed[end..end + tag.as_ref().len()].copy_from_slice(tag.as_ref());
        URL_SAFE_NO_PAD.encode_append(&sealed[..end + tag.as_ref().len()], line);
    }
}

impl Codec for Floor {
    fn open(&self, token: &[u8]) -> Option<Claims> {
        let mut opened = [0; LONGEST + 64];
        let sealed = URL_SAFE_NO_PAD.decode(token, Out::from_slice(&mut opened)).ok()?;
        let (nonce, text) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let json = self.key.open_in_place(nonce, Aad::empty(), text).ok()?;
        canonical::read(json).filter(|claims| claims.exp > now())
    }

    fn line(&self, claims: &Claims) -> HeaderValue {
        let name = b"session=";
        let mut line = Vec::with_capacity(512);
        line.extend_from_slice(name);
        self.append(claims, &mut line);
        line.extend_from_slice(ATTRIBUTES);
        HeaderValue::from_maybe_shared(axum::body::Bytes::from(line)).expect("visible ASCII")
    }
}

/// The `Cookie` field with such a token.
pub(super) fn presented(floor: &Floor, scenario: Scenario, roles: usize) -> String {
    let iat = now() - if scenario == Scenario::Expired { LONG_AGO } else { 0 };
    let mut token = Vec::new();
    floor.append(&Claims::since(iat, account(roles)), &mut token);
    cookies(scenario, Some(&String::from_utf8(token).expect("ASCII")))
}
