//! How tags are compared. What the clock says about it is measured by `benches/src/bin/constant_time.rs`, which a busy machine would
//! make fail; this reads the source.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the crate handles tags and keys.
const PLACES: [&str; 3] = ["codec", "key", "algorithm.rs"];

/// Names of what must not be compared by an operator.
const SECRET: [&str; 8] = ["tag", "tags", "signature", "mac", "hmac", "digest", "secret", "derived"];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.retain(|path| !path.ends_with("tests") && !path.ends_with("tests.rs"));
    entries.iter().flat_map(|path| files(path)).collect()
}

/// The lines in which one of the words stands beside an operator, or a method, that compares and may stop early.
fn comparisons(source: &str) -> Vec<&str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or(source);
    let lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let compares = |line: &&str| {
        [" == ", " != ", ".eq(", ".cmp(", ".starts_with("].iter().any(|sign| line.contains(sign))
    };
    let secret = |line: &&str| {
        let mut words = line.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        words.any(|word| SECRET.contains(&word)) && !line.contains(".len()")
    };
    lines.filter(compares).filter(secret).collect()
}

#[test]
fn req_19_no_tag_is_compared_by_an_operator() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("session-runtime/src");
    let files: Vec<PathBuf> = PLACES.iter().flat_map(|place| files(&root.join(place))).collect();
    assert!(files.len() > 30, "{} files", files.len());
    let sources: Vec<String> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let found: Vec<&str> = sources.iter().flat_map(|source| comparisons(source)).collect();
    assert!(found.is_empty(), "{found:#?}");

    // What is called instead: `hmac` and `aes-gcm` compare with `subtle`, and aws-lc in its own way.
    for (file, calls) in [
        ("algorithm.rs", "Mac::verify_slice("),
        ("codec/signed/digest.rs", "Mac::verify_slice("),
        ("codec/jwe/a256gcm.rs", "decrypt_inout_detached("),
    ] {
        assert!(fs::read_to_string(root.join(file)).unwrap().contains(calls), "{file}");
    }
}

/// The reader of sources, by lines that it has to find.
#[test]
fn comparisons_are_found() {
    for line in
        ["if tag == made {", "signature.eq(&made)", "made.cmp(tag)", "made != *mac", "tag.starts_with(&made)"]
    {
        assert_eq!(comparisons(line), [line]);
    }
    for line in ["tag.len() == 32", "// tag == made", "typ == other", "let stage = a == b;"] {
        assert!(comparisons(line).is_empty(), "{line}");
    }
}
