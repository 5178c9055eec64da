//! Who runs in one process. The first of each group is its bare handler.

use crate::run::{Contender, runtime};
use crate::scenario::Scenario;
use crate::{by_hand, floor, ours, peers};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Ours, the floor, and everybody who lives with axum.
    Axum,
    /// What is written by hand, with the other backend of `jsonwebtoken`: a process has one.
    AwsLc,
    /// Another framework.
    Actix,
}

impl Group {
    pub const ALL: [Group; 3] = [Group::Axum, Group::AwsLc, Group::Actix];

    /// Once in a process, before anybody is measured.
    pub fn set_up(self) {
        use jsonwebtoken::crypto::{aws_lc, rust_crypto};
        let provider = match self {
            Group::AwsLc => &aws_lc::DEFAULT_PROVIDER,
            Group::Axum | Group::Actix => &rust_crypto::DEFAULT_PROVIDER,
        };
        provider.install_default().expect("no other backend was chosen");
    }

    /// Those who can do what the scenario asks for, with claims of so many roles.
    pub fn contenders(self, scenario: Scenario, roles: usize) -> Vec<Contender> {
        let runtime = runtime();
        let all = match self {
            Group::Axum => {
                let mut all = floor::all(&runtime, scenario, roles);
                all.extend(ours::all(&runtime, scenario, roles));
                all.push(("by hand, rust_crypto", Some(by_hand::run(&runtime, scenario, roles))));
                all.extend(peers::all(&runtime, scenario, roles));
                all
            }
            Group::AwsLc => vec![
                ("bare handler", Some(floor::bare(&runtime, scenario, roles))),
                ("by hand, aws_lc_rs", Some(by_hand::run(&runtime, scenario, roles))),
            ],
            Group::Actix => peers::actix::all(scenario, roles),
        };
        all.into_iter().filter_map(|(name, runs)| Some(Contender { name, runs: runs? })).collect()
    }

    /// One of them.
    pub fn contender(self, name: &str, scenario: Scenario, roles: usize) -> Option<Contender> {
        self.contenders(scenario, roles).into_iter().find(|contender| contender.name == name)
    }
}

const NAMES: [(Group, &str); 3] = [(Group::Axum, "axum"), (Group::AwsLc, "aws-lc"), (Group::Actix, "actix")];

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(group, _)| group == self).map(|(_, name)| *name);
        f.write_str(name.unwrap_or_default())
    }
}

impl FromStr for Group {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = NAMES.iter().find(|(_, name)| *name == text);
        found.map(|(group, _)| *group).ok_or_else(|| format!("no group: {text}"))
    }
}
