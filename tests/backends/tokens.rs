//! Issues, accepts and refuses a token of every algorithm, beside whatever `jsonwebtoken` this program has.

use serde::{Deserialize, Serialize};
use session_runtime::{
    A256Gcm, EdDsa, Es256, Es384, Hs256, Hs384, Hs512, Ps256, Ps384, Ps512, Rejection, Rs256, Rs384, Rs512,
    SecretKey, Session, Sha1, Sha256, SigningKey,
};

macro_rules! each {
    ($($module:ident [$($attribute:tt)*])*) => {$(
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone, PartialEq, Debug)]
            #[session($($attribute)*, storage = "cookie", auth = "cookie")]
            pub struct Account {
                pub user_id: u64,
            }
        }
    )*};
}
each! {
    hs256 [codec = "jwt"]
    hs384 [codec = "jwt", algorithm = "HS384"]
    hs512 [codec = "jwt", algorithm = "HS512"]
    rs256 [codec = "jwt", algorithm = "RS256"]
    rs384 [codec = "jwt", algorithm = "RS384"]
    rs512 [codec = "jwt", algorithm = "RS512"]
    ps256 [codec = "jwt", algorithm = "PS256"]
    ps384 [codec = "jwt", algorithm = "PS384"]
    ps512 [codec = "jwt", algorithm = "PS512"]
    es256 [codec = "jwt", algorithm = "ES256"]
    es384 [codec = "jwt", algorithm = "ES384"]
    eddsa [codec = "jwt", algorithm = "EdDSA"]
    a256gcm [codec = "jwe"]
    sha256 [codec = "signed"]
    sha1 [codec = "signed", digest = "sha1"]
}

macro_rules! check {
    ($($module:ident $key:expr;)*) => {$({
        let layer = $module::Account::layer($key.expect("a key"));
        let tokens = layer.tokens();
        let account = $module::Account { user_id: 7 };
        let token = tokens.issue(&account).expect("a token");
        assert_eq!(tokens.verify(&token).map(|verified| verified.claims), Ok(account));
        let mut forged = token.into_bytes();
        let at = forged.len() - 10;
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).expect("ASCII");
        assert_eq!(tokens.verify(&forged).err(), Some(Rejection::BadSignature));
        println!("{}: issued, accepted, refused", stringify!($module));
    })*};
}

/// Nothing panics.
pub fn every_algorithm_works() {
    check! {
        hs256 SecretKey::<Hs256>::generate();
        hs384 SecretKey::<Hs384>::generate();
        hs512 SecretKey::<Hs512>::generate();
        rs256 SigningKey::<Rs256>::generate();
        rs384 SigningKey::<Rs384>::generate();
        rs512 SigningKey::<Rs512>::generate();
        ps256 SigningKey::<Ps256>::generate();
        ps384 SigningKey::<Ps384>::generate();
        ps512 SigningKey::<Ps512>::generate();
        es256 SigningKey::<Es256>::generate();
        es384 SigningKey::<Es384>::generate();
        eddsa SigningKey::<EdDsa>::generate();
        a256gcm SecretKey::<A256Gcm>::generate();
        sha256 SecretKey::<Sha256>::generate();
        sha1 SecretKey::<Sha1>::generate();
    }
}
