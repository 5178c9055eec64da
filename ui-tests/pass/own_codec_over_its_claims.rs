//! A codec and a storage of the user's own that know whose session they carry.
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use session_runtime::{
    ByCookie, Claims, ClientSide, Codec, Decoded, EncodeError, HandOut, HandOutError, HandsOut, Rejection,
    SelfContained, Session, SessionLayer, Settings, Stamp, Storage, Wire, WriteToken,
};
use std::marker::PhantomData;
use std::time::Duration;

pub struct Tagged<C>(PhantomData<fn() -> C>);

impl<T: Session> Codec for Tagged<T> {
    type Output = SelfContained;
    type Key = [u8; 32];

    fn new(_: [u8; 32], _: &'static Settings) -> Self {
        Tagged(PhantomData)
    }

    fn encode<C: Claims>(&self, _: &C, _: Stamp, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(T::SETTINGS.name.as_bytes());
        Ok(())
    }

    fn decode<C: Claims>(&self, _: &[u8], _: Duration) -> Result<Decoded<C>, Rejection> {
        Err(Rejection::Malformed)
    }
}

pub struct Jar<C>(PhantomData<fn() -> C>);

impl<T: Session> Storage for Jar<T> {
    type Side = ClientSide;
    type Delivery = ByCookie;
    type Store = ();
    const HANDS_OUT: bool = true;

    fn hand_out(_: &mut HeaderMap, _: &Wire, _: HandOut, _: impl WriteToken) -> Result<(), HandOutError> {
        Ok(())
    }

    fn take_back(_: &mut HeaderMap, _: &Wire) {}

    fn is_handed_out(_: &HeaderMap, _: &Wire) -> bool {
        false
    }
}

impl<T: Session> HandsOut for Jar<T> {}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = Tagged<Account>, storage = Jar<Account>, auth = "cookie")]
pub struct Account {
    user_id: u64,
}

pub fn layer() -> SessionLayer<Account> {
    Account::layer([0; 32], ())
}

fn main() {}
