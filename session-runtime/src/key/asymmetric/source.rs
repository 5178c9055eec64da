//! Where keys in pairs are read from: PEM or a JWK, in a text, an environment variable or a file.

use crate::key::{KeyError, file};
use std::path::Path;

/// The most bytes of a key file: far more than any key.
const LONGEST: usize = 64 * 1024;

/// The value of an environment variable. `example` is a line that sets it to a new key.
pub(super) fn from_env<K>(
    name: &str,
    example: impl Fn() -> String,
    make: impl FnOnce(&str) -> Result<K, KeyError>,
) -> Result<K, KeyError> {
    let Some(value) = std::env::var_os(name) else {
        return Err(KeyError::MissingVariable { name: name.to_owned(), example: example() });
    };
    value.to_str().ok_or(KeyError::NotText).and_then(make).map_err(|reason| KeyError::BadVariable {
        name: name.to_owned(),
        example: example(),
        reason: Box::new(reason),
    })
}

pub(super) fn from_file<K>(
    path: &Path,
    make: impl FnOnce(&str) -> Result<K, KeyError>,
) -> Result<K, KeyError> {
    file::read(path, LONGEST, make)
}

/// Whether a text is a JWK rather than PEM.
pub(super) fn is_jwk(text: &str) -> bool {
    text.trim_start().starts_with('{')
}
