//! Two sessions side by side.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
pub struct Account {
    user_id: u64,
}

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "header", auth = "header")]
pub struct Device {
    user_id: u64,
}

pub fn layers(account: SecretKey, device: SecretKey) -> (SessionLayer<Account>, SessionLayer<Device>) {
    (Account::layer(account), Device::layer(device))
}

pub fn same(account: &AccountSession, device: &DeviceSession) -> bool {
    account.user_id() == device.user_id()
}

fn main() {}
