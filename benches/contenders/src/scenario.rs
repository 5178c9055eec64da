//! What a request presents, and what its handler does.

use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Nothing is presented, and the handler asks for nothing.
    None,
    /// A session is presented, and the handler asks for nothing.
    Untouched,
    /// One field is read.
    Read,
    /// The same, when the session's cookie comes after twenty others.
    Crowded,
    /// One field is changed, so that the client gets its session anew.
    Changed,
    /// The handler asks for a session that was tampered with.
    Forged,
    /// The handler asks for a session that has ended.
    Expired,
    /// The handler ends the session.
    LoggedOut,
}

const NAMES: [(Scenario, &str); 8] = [
    (Scenario::None, "none"),
    (Scenario::Untouched, "untouched"),
    (Scenario::Read, "read"),
    (Scenario::Crowded, "crowded"),
    (Scenario::Changed, "changed"),
    (Scenario::Forged, "forged"),
    (Scenario::Expired, "expired"),
    (Scenario::LoggedOut, "logged-out"),
];

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(scenario, _)| scenario == self).map(|(_, name)| *name);
        f.write_str(name.unwrap_or_default())
    }
}

impl FromStr for Scenario {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = NAMES.iter().find(|(_, name)| *name == text);
        found.map(|(scenario, _)| *scenario).ok_or_else(|| format!("no scenario: {text}"))
    }
}
