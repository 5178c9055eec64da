//! The claims that everybody has, and how long they are.

use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// Six fields; with [`MEASURED`] roles, five allocations of their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    pub user_id: u64,
    pub name: String,
    pub roles: Vec<String>,
    pub dark: bool,
    pub since: u64,
    pub visits: u32,
}

/// How many roles the claims have where their size is not what is measured.
pub const MEASURED: usize = 3;

/// How long sessions live, in seconds.
pub(crate) const LIFETIME: u64 = 14 * 24 * 60 * 60;
/// How long ago a session began that has ended.
pub(crate) const LONG_AGO: u64 = 30 * 24 * 60 * 60;

/// Claims with so many roles: of none, the shortest; a role more is 23 bytes more, beyond the usual three.
pub(crate) fn account(roles: usize) -> Account {
    let named = ["admin", "editor", "viewer"].map(str::to_owned);
    let more = (named.len()..roles).map(|number| format!("role-number-{number:08}"));
    let (user_id, name) = if roles == 0 { (7, "") } else { (4711, "Ada Lovelace 184") };
    Account {
        user_id,
        name: name.to_owned(),
        roles: named.into_iter().take(roles).chain(more).collect(),
        dark: true,
        since: if roles == 0 { 0 } else { 1_700_000_000 },
        visits: 7,
    }
}

/// How long the claims with so many roles are as JSON, in bytes.
pub fn json_length(roles: usize) -> usize {
    serde_json::to_vec(&account(roles)).expect("JSON").len()
}

/// The account's fields beside `iat` and `exp`, in one struct: `#[serde(flatten)]` would cost more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub user_id: u64,
    pub name: String,
    pub roles: Vec<String>,
    pub dark: bool,
    pub since: u64,
    pub visits: u32,
    pub iat: u64,
    pub exp: u64,
}

impl Claims {
    /// Of a session that begins at `iat`.
    pub(crate) fn since(iat: u64, account: Account) -> Self {
        let Account { user_id, name, roles, dark, since, visits } = account;
        Claims { user_id, name, roles, dark, since, visits, iat, exp: iat + LIFETIME }
    }
}

/// Seconds since the Unix epoch.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs())
}
