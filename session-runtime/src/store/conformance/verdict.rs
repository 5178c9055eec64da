//! What the suite has found.

use std::error::Error;
use std::fmt;

/// A rule that a store breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// The rule, in words.
    pub rule: &'static str,
    /// What the store did instead.
    pub what: String,
}

/// The rules that a store keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    kept: Vec<&'static str>,
}

/// The rules that a store breaks. `Debug` prints them as `Display` does, one on a line, so that `unwrap` in a test tells them.
#[derive(Clone, PartialEq, Eq)]
pub struct Failed {
    broken: Vec<Broken>,
}

impl Report {
    /// The rules, in words.
    #[must_use]
    pub fn kept(&self) -> &[&'static str] {
        &self.kept
    }
}

impl Failed {
    /// The rules, one at least.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store keeps these rules:")?;
        self.kept.iter().try_for_each(|rule| write!(f, "\n- {rule}"))
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store breaks these rules:")?;
        self.broken.iter().try_for_each(|Broken { rule, what }| write!(f, "\n- {rule}: {what}"))
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Failed {}

/// Why a rule is broken.
pub(super) struct Fault(pub(super) String);

/// What one rule came to.
pub(super) type Verdict = Result<(), Fault>;

/// A fault unless `holds`.
pub(super) fn ensure(holds: bool, what: impl Into<String>) -> Verdict {
    if holds { Ok(()) } else { Err(Fault(what.into())) }
}

#[derive(Default)]
pub(super) struct Findings {
    kept: Vec<&'static str>,
    broken: Vec<Broken>,
}

impl Findings {
    pub(super) fn add(&mut self, rule: &'static str, verdict: Verdict) {
        match verdict {
            Ok(()) => self.kept.push(rule),
            Err(Fault(what)) => self.broken.push(Broken { rule, what }),
        }
    }

    pub(super) fn finish(self) -> Result<Report, Failed> {
        if self.broken.is_empty() {
            Ok(Report { kept: self.kept })
        } else {
            Err(Failed { broken: self.broken })
        }
    }
}
