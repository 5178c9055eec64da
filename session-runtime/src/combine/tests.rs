//! The traits decide all 96 combinations as the table in `tests/combinations.txt` says.

use super::*;
use crate::auth::{BothAuth, CookieAuth, HeaderAuth};
use crate::storage::{CookieStorage, HeaderStorage, NoStorage};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const TABLE: &str = include_str!("../../../tests/combinations.txt");

/// Whether a bound holds, as the compiler decides it: where it does, the constant of the type is found before that of the trait.
macro_rules! holds {
    ($ty:ty: $($bound:tt)+) => {{
        struct Asked<T>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "one of the two constants is never named")]
        trait Otherwise {
            const HOLDS: bool = false;
        }
        impl<T> Otherwise for Asked<T> {}
        #[allow(dead_code, reason = "one of the two constants is never named")]
        impl<T: $($bound)+> Asked<T> {
            const HOLDS: bool = true;
        }
        <Asked<$ty>>::HOLDS
    }};
}

/// What a part on the server is, before or after somebody has built it.
struct OnTheServer;

/// The codecs, by what their tokens are.
macro_rules! with_codecs {
    ($with:ident $rest:tt) => {
        $with! { $rest
            "jwt": SelfContained, "jwe": SelfContained, "signed": SelfContained, "opaque": Reference,
        }
    };
}

/// The storages: which type, on which side, and how it hands tokens out.
macro_rules! with_storages {
    ($with:ident $rest:tt) => {
        $with! { $rest
            "cookie": CookieStorage, <CookieStorage as Storage>::Side, <CookieStorage as Storage>::Delivery;
            "header": HeaderStorage, <HeaderStorage as Storage>::Side, <HeaderStorage as Storage>::Delivery;
            "none": NoStorage, <NoStorage as Storage>::Side, <NoStorage as Storage>::Delivery;
            "memory": OnTheServer, ServerSide, ByAuth;
            "sqlite": OnTheServer, ServerSide, ByAuth;
            "postgres": OnTheServer, ServerSide, ByAuth;
            "mysql": OnTheServer, ServerSide, ByAuth;
            "redis": OnTheServer, ServerSide, ByAuth;
        }
    };
}

/// Whether each storage can keep what a codec makes.
macro_rules! keeps {
    ({ $keeps:ident } $($codec:literal: $output:ty,)+) => { $(with_storages!(keeps { $keeps $codec $output });)+ };
    ({ $keeps:ident $codec:literal $output:ty } $($storage:literal: $ty:ty, $side:ty, $delivery:ty;)+) => {
        $($keeps.insert(($codec, $storage), holds!($output: FitsIn<OnTheServer, $ty, $side>));)+
    };
}

/// Whether what each storage hands out reaches each auth.
macro_rules! reaches {
    ({ $reaches:ident } $($storage:literal: $ty:ty, $side:ty, $delivery:ty;)+) => {$(
        for (auth, reaches) in [
            ("cookie", holds!($delivery: Reaches<$ty, CookieAuth, <CookieAuth as Auth>::Presents>)),
            ("header", holds!($delivery: Reaches<$ty, HeaderAuth, <HeaderAuth as Auth>::Presents>)),
            ("both", holds!($delivery: Reaches<$ty, BothAuth, <BothAuth as Auth>::Presents>)),
            ("both by cookie", holds!($delivery: Reaches<$ty, BothAuth, <BothAuth<ByCookie> as Auth>::Presents>)),
            ("both by header", holds!($delivery: Reaches<$ty, BothAuth, <BothAuth<ByHeader> as Auth>::Presents>)),
        ] {
            $reaches.insert(($storage, auth), reaches);
        }
    )+};
}

#[test]
fn every_combination_is_decided_as_the_table_says() {
    let mut keep = BTreeMap::new();
    with_codecs!(keeps { keep });
    let mut reach = BTreeMap::new();
    with_storages!(reaches { reach });

    let mut decided = 0;
    for (&(codec, storage), keeps) in &keep {
        for auth in ["cookie", "header", "both"] {
            let delivered = reach[&(storage, "both by cookie")] && reach[&(storage, "both by header")];
            let decision = match (keeps, reach[&(storage, auth)]) {
                (true, true) => "yes",
                (true, false) if auth == "both" && delivered => "deliver",
                (true, false) => "auth",
                (false, true) => "codec",
                (false, false) => "codec and auth",
            };
            let row = format!("{codec:<7}{storage:<9}{auth:<7}{decision}");
            assert!(TABLE.lines().any(|line| line == row), "the traits say `{row}`");
            decided += 1;
        }
    }
    assert_eq!(decided, TABLE.lines().filter(|line| !line.starts_with('#')).count());
    assert_eq!(decided, 96);
}

/// What the table says of codecs is true of those that are built.
#[cfg(all(feature = "jwe", feature = "jwt", feature = "signed"))]
#[test]
fn the_codecs_that_are_built_are_what_the_table_takes_them_for() {
    trait Is<T> {}
    impl<T> Is<T> for T {}
    assert!(holds!(<crate::Jwt as Codec>::Output: Is<SelfContained>));
    assert!(holds!(<crate::Jwe as Codec>::Output: Is<SelfContained>));
    assert!(holds!(<crate::Signed as Codec>::Output: Is<SelfContained>));
    assert!(!holds!(<crate::Jwt as Codec>::Output: Is<Reference>));
}

/// A part that is written has to be in the table, and in this file.
#[test]
fn no_part_is_missing_in_the_table() {
    let known = BTreeSet::from([
        "BothAuth",
        "CookieAuth",
        "CookieStorage",
        "HeaderAuth",
        "HeaderStorage",
        "Jwe",
        "Jwe",
        "Jwt",
        "MemoryStore",
        "MySqlStore",
        "NoStorage",
        "Opaque",
        "PostgresStore",
        "RedisStore",
        "Signed",
        "SqliteStore",
    ]);
    let mut written = BTreeSet::new();
    for (folder, name) in [("codec", "Codec"), ("storage", "Storage"), ("auth", "Auth"), ("store", "Store")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
        collect(&folder, &format!(" {name} for "), &mut written);
    }
    // A macro writes the three of SQL.
    for store in ["sqlite", "postgres", "mysql"] {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sql").join(store).with_extension("rs");
        let text = fs::read_to_string(file).unwrap();
        let called = text.split_once("sql_store! {").unwrap().1;
        written.extend(
            called.split([',', ' ', '\n', '{']).find(|word| word.ends_with("Store")).map(str::to_owned),
        );
    }
    // Every store is a storage; `()` is what a client's side has as its store.
    assert!(written.remove("S") && written.remove(""));
    assert_eq!(written.iter().map(String::as_str).collect::<BTreeSet<_>>(), known);
}

/// The types in `folder` that implement a trait.
fn collect(folder: &Path, implements: &str, written: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue; // stores that break a rule
        } else if path.is_dir() {
            collect(&path, implements, written);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            for line in fs::read_to_string(&path).unwrap().lines().filter(|line| line.starts_with("impl")) {
                if let Some((_, ty)) = line.split_once(implements) {
                    written.insert(ty.chars().take_while(|c| c.is_alphanumeric()).collect());
                }
            }
        }
    }
}
