//! What signed tokens look like, and which ones are read.

mod claims;
mod forms;
mod vectors;

use super::{Sha1, Sha256, Signed, SignerDigest};
use crate::claims::Claims;
use crate::codec::{Codec, Decoded, EncodeError, Stamp};
use crate::key::{KeyRing, SecretKey};
use crate::rejection::Rejection;
use crate::settings::Settings;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::Duration;

/// The time of the vectors.
const NOW: u64 = 1_700_000_000;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const PLAIN: Settings = Settings::new("Account", "account+jwt").lifetime(1000);
static ACCOUNT: Settings = PLAIN;
static OPEN: Settings = PLAIN.open();

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Account {
    user_id: u64,
    name: String,
}

fn ann() -> Account {
    Account { user_id: 7, name: "Ann".to_owned() }
}

fn key<D: SignerDigest>(secret: &[u8]) -> SecretKey<D> {
    SecretKey::weak_for_interop(secret).unwrap()
}

fn codec<D: SignerDigest>(settings: &'static Settings) -> Signed<D> {
    Signed::new(KeyRing::new(key(SECRET)), settings)
}

fn issue<D: SignerDigest, C: Claims>(
    codec: &Signed<D>,
    claims: &C,
    stamp: Stamp,
) -> Result<String, EncodeError> {
    let mut token = Vec::new();
    codec.encode(claims, stamp, &mut token)?;
    Ok(String::from_utf8(token).unwrap())
}

fn read<D: SignerDigest, C: Claims>(
    codec: &Signed<D>,
    token: &str,
    now: u64,
) -> Result<Decoded<C>, Rejection> {
    codec.decode(token.as_bytes(), Duration::from_secs(now))
}

/// `text` with a good tag.
fn sign<D: SignerDigest>(salt: &str, text: &str) -> String {
    let mut tag = [0; super::LARGEST_TAG];
    D::tag(&D::derive(&SECRET.to_vec().into(), salt), text.as_bytes(), &mut tag);
    format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(&tag[..D::TAG]))
}

/// A payload of Python's at [`NOW`], with a good tag.
fn python<D: SignerDigest>(salt: &str, json: impl AsRef<[u8]>) -> String {
    sign::<D>(salt, &format!("{}.ZVPxAA", BASE64_STANDARD.encode(json)))
}

const PYTHON: &str = "itsdangerous.Signer";
