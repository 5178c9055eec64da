//! Keys in files.

use super::KeyError;
use std::io::Read as _;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes keys of the text in a file. Of a longer one than `limit` only the beginning is read: whoever names a device or a log
/// file by mistake gets an error instead of its content in memory.
pub(super) fn read<K>(
    path: &Path,
    limit: usize,
    make: impl FnOnce(&str) -> Result<K, KeyError>,
) -> Result<K, KeyError> {
    // Made in full length at once: a buffer that grows would leave copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(limit));
    std::fs::File::open(path)
        .and_then(|file| file.take(limit as u64).read_to_end(&mut content))
        .map_err(|source| KeyError::UnreadableFile { path: path.to_owned(), source })?;
    std::str::from_utf8(&content)
        .map_err(|_| KeyError::NotText)
        .and_then(make)
        .map_err(|reason| KeyError::BadFile { path: path.to_owned(), reason: Box::new(reason) })
}
