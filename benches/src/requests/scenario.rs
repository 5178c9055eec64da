//! What a request presents, and what its handler does.

use crate::chart::colour;

pub struct Scenario {
    /// What `contenders` calls it.
    pub name: &'static str,
    pub title: &'static str,
}

const fn scenario(name: &'static str, title: &'static str) -> Scenario {
    Scenario { name, title }
}

pub const SCENARIOS: [Scenario; 8] = [
    scenario("none", "No session presented, none asked for"),
    scenario("untouched", "Presented, and never touched"),
    scenario("read", "One field read"),
    scenario("crowded", "One field read, the cookie after twenty others"),
    scenario("changed", "One field changed, the session handed out again"),
    scenario("forged", "Forged, and asked for"),
    scenario("expired", "Expired, and asked for"),
    scenario("logged-out", "Logged out"),
];

/// Groups of contenders that share a process; the first of each is its bare handler.
pub const GROUPS: [&str; 3] = ["axum", "aws-lc", "actix"];

/// Whom ratios are taken over.
pub const BY_HAND: &str = "by hand, rust_crypto";

/// What is behind axum's router, and the bare handler there.
pub const IN_ROUTER: &str = ", in axum's router";
pub const BARE_ROUTER: &str = "bare handler in axum's router";

/// Whom a bar or a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ours,
    Floor,
    ByHand,
    Peer,
}

impl Kind {
    pub fn of(name: &str) -> Self {
        match name {
            _ if name.starts_with("ours") => Kind::Ours,
            _ if name.starts_with("floor") || name.starts_with("bare") => Kind::Floor,
            _ if name.starts_with("by hand") => Kind::ByHand,
            _ => Kind::Peer,
        }
    }

    pub fn colour(self) -> &'static str {
        match self {
            Kind::Ours => colour::OURS,
            Kind::Floor => colour::FLOOR,
            Kind::ByHand => colour::BY_HAND,
            Kind::Peer => colour::PEER,
        }
    }
}
