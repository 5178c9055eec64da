//! What a user did wrong, and the text that says so.
//!
//! The first line says what is wrong. The second begins with `help:` and prints, in backticks, what to write instead: always the
//! whole attribute, so that it can be put in place by hand or by a test.

use crate::attr::{Attributes, Edit};
use proc_macro2::TokenStream;
use quote::ToTokens;

pub(crate) struct Mistake {
    at: TokenStream,
    what: String,
    help: Help,
}

enum Help {
    /// Nothing to correct.
    Silent,
    /// The help line itself.
    Text(String),
    /// Prints the corrected attribute of this number.
    Correct { attribute: usize, edits: Vec<Edit>, note: String },
}

impl Mistake {
    /// A mistake at `at`, with nothing to do about it.
    pub(crate) fn new(at: impl ToTokens, what: impl Into<String>) -> Self {
        Mistake { at: at.into_token_stream(), what: what.into(), help: Help::Silent }
    }

    /// The help line in words.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Help::Text(text.into());
        self
    }

    /// The help line prints attribute number `attribute` with these and all other corrections.
    pub(crate) fn correct(mut self, attribute: usize, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.help = Help::Correct { attribute, edits: edits.into_iter().collect(), note: String::new() };
        self
    }

    /// Adds words after the corrected attribute.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        if let Help::Correct { note, .. } = &mut self.help {
            *note = text.into();
        }
        self
    }

    fn edits(&self) -> &[Edit] {
        match &self.help {
            Help::Correct { edits, .. } => edits,
            Help::Silent | Help::Text(_) => &[],
        }
    }
}

/// How often a correction is checked again: one correction may bring a rule into play, such as a missing key's.
const ROUNDS: usize = 8;

/// The errors for mistakes in one item's attributes.
///
/// Every help line prints all corrections: whichever error a user reads first, its help is complete.
pub(crate) fn errors(
    attributes: &Attributes,
    mistakes: &[Mistake],
    again: impl Fn(&Attributes) -> Vec<Mistake>,
) -> Vec<syn::Error> {
    let corrected = corrected(attributes, mistakes, again);
    mistakes.iter().map(|mistake| mistake.error(attributes, &corrected)).collect()
}

/// Attributes with all corrections, and with those which the corrected ones need in turn: `again` finds them.
pub(crate) fn corrected(
    attributes: &Attributes,
    mistakes: &[Mistake],
    again: impl Fn(&Attributes) -> Vec<Mistake>,
) -> Attributes {
    let edits =
        |mistakes: &[Mistake]| -> Vec<Edit> { mistakes.iter().flat_map(Mistake::edits).cloned().collect() };
    let mut corrected = attributes.corrected(&edits(mistakes));
    for _ in 0..ROUNDS {
        let more = edits(&again(&corrected));
        if more.is_empty() {
            break;
        }
        corrected = corrected.corrected(&more);
    }
    corrected
}

impl Mistake {
    fn error(&self, before: &Attributes, after: &Attributes) -> syn::Error {
        let text = match &self.help {
            Help::Silent => self.what.clone(),
            Help::Text(help) => format!("{}\nhelp: {help}", self.what),
            Help::Correct { attribute, note, .. } => {
                let written =
                    |attributes: &Attributes| attributes.all.get(*attribute).and_then(|one| one.written());
                match (written(after), written(before)) {
                    (Some(attribute), _) => format!("{}\nhelp: write `{attribute}`{note}", self.what),
                    (None, Some(attribute)) => format!("{}\nhelp: remove `{attribute}`{note}", self.what),
                    (None, None) => format!("{}\nhelp: remove `#[session()]`{note}", self.what),
                }
            }
        };
        syn::Error::new_spanned(&self.at, text)
    }
}
