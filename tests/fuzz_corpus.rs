//! The files that fuzzing has found worth keeping, through the same functions: `fuzz/README.md` says how to make up more.

#[path = "../fuzz/src/bearer.rs"]
pub mod bearer;
#[path = "../fuzz/src/claims.rs"]
pub mod claims;
#[path = "../fuzz/src/cookies.rs"]
pub mod cookies;
#[path = "../fuzz/src/jwe.rs"]
pub mod jwe;
#[path = "../fuzz/src/jwt.rs"]
pub mod jwt;
#[path = "../fuzz/src/keys.rs"]
pub mod keys;
#[path = "../fuzz/src/records.rs"]
pub mod records;
#[path = "../fuzz/src/signed.rs"]
pub mod signed;

use std::path::Path;

/// Every file of a target's corpus.
#[track_caller]
fn replay(target: &str, run: fn(&[u8])) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for file in std::fs::read_dir(&directory).unwrap() {
        run(&std::fs::read(file.unwrap().path()).unwrap());
        count += 1;
    }
    println!("{target}: {count} files");
    assert!(count > 3, "{target} has a corpus");
}

macro_rules! targets {
    ($($target:ident),+) => {$(
        #[test]
        fn $target() {
            replay(stringify!($target), crate::$target::run);
        }
    )+};
}

mod replayed {
    use super::replay;
    targets!(bearer, cookies, jwe, jwt, keys, records, signed);
}

/// A target without a test here would be replayed by nobody.
#[test]
fn every_target_is_here() {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut names: Vec<String> = std::fs::read_dir(targets)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["bearer", "cookies", "jwe", "jwt", "keys", "records", "signed"]);
}
