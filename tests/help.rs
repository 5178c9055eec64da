//! No help line fails: each one is applied to its file, and the result compiles.

#[path = "support/generated.rs"]
mod generated;
mod ui_cases;

use generated::Crate;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use ui_cases::cases;

/// What a right attribute gives whose part nobody has built yet.
const UNBUILT: &str = "is not built yet";

/// All corrected files, by the names of their modules.
fn corrected() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    for case in cases("ours").iter().chain(&cases("rustc")) {
        for index in 0..case.errors.len() {
            if let Some(source) = case.corrected(index) {
                modules.insert(format!("{}__{index}", case.name.replace('/', "__")), source);
            }
        }
    }
    modules
}

/// With every storage that a help line writes.
const RUNTIME: &str = r#"session-runtime = { path = "RUNTIME", features = ["memory", "sqlite", "postgres", "mysql", "redis"] }"#;

/// All of them are modules of one crate, so that rustc runs once. A part that is not built yet stops it there: those files have to
/// have no other error, and go.
#[test]
fn every_help_compiles() {
    let mut modules = corrected();
    assert!(modules.len() > 100, "only {} help lines were found", modules.len());
    while let Err(errors) = Crate::with_runtime("help", RUNTIME, &modules).check() {
        let (unbuilt, wrong): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|error| error.text.ends_with(UNBUILT));
        let wrong: Vec<_> =
            wrong.iter().map(|error| format!("{}: {}", error.module, error.rendered)).collect();
        assert!(wrong.is_empty(), "{} help lines do not compile:\n{}", wrong.len(), wrong.join("\n"));
        for error in unbuilt {
            modules.remove(&error.module);
        }
    }
}

/// A mistake of ours says what to do, unless there is nothing to do.
#[test]
fn every_mistake_has_help() {
    for case in cases("ours") {
        for error in &case.errors {
            let needs_none = error.message.ends_with(UNBUILT);
            assert_eq!(error.help.is_none(), needs_none, "{}: {}", case.name, error.message);
        }
    }
}

/// What is more than one error although it is one mistake, and why.
const CASCADES: [(&str, usize); 12] = [
    // what is no way to present a token is none that a storage reaches either
    ("rustc/backend/own_auth_in_a_way_of_its_own", 2),
    // `derive(Clone)` of the claims says it first, then a getter that needs a copy, then the patch
    ("rustc/claims/field_is_not_clone", 3),
    // auto traits are asked for wherever the session or its future is used
    ("rustc/claims/field_is_not_send", 15),
    // the second adds a guess, which makes it another text
    ("rustc/claims/field_type_is_missing", 2),
    // the signature of an async function is two types
    ("rustc/claims/no_session", 2),
    // rustc counts the arguments, and looks at the type of the one that is there
    ("rustc/key/store_without_its_key", 2),
    // one text three times: at an async method, at its future and at the `.await`
    ("rustc/store/end_all_without_an_index", 3),
    ("rustc/store/end_others_without_an_index", 3),
    ("rustc/store/list_with_a_client_storage", 3),
    ("rustc/store/list_without_a_subject", 3),
    ("rustc/store/list_without_an_index", 3),
    // what is written for the session type is then about the other one
    ("rustc/name/handle_is_taken", 5),
];

/// One mistake, one error.
#[test]
fn one_mistake_is_one_error() {
    for case in cases("ours").iter().chain(&cases("rustc")) {
        let [_, _, rule] = case.parts();
        let cascade = CASCADES.iter().find(|(name, _)| *name == case.name).map(|(_, errors)| *errors);
        let mistakes = cascade.unwrap_or(if rule.starts_with("two_") { 2 } else { 1 });
        let messages: Vec<_> = case.errors.iter().map(|error| &error.message).collect();
        assert_eq!(messages.len(), mistakes, "{}: {messages:#?}", case.name);
    }
}

/// Lower case, no full stop; the help line is the last.
#[test]
fn texts_have_one_style() {
    for case in cases("ours") {
        for error in &case.errors {
            let first = error.message.chars().next().unwrap();
            assert!(first == '`' || first.is_lowercase(), "{}: {}", case.name, error.message);
            for text in [Some(&error.message), error.help.as_ref()].into_iter().flatten() {
                assert!(!text.contains('\n') && !text.ends_with('.'), "{}: {text}", case.name);
            }
        }
    }
}

/// Sentences in the derive's checks that no user reads.
const SILENT: [&str; 2] = ["expected a path", "checked to be in the range"];

/// Whatever the derive can say, a file shows.
#[test]
fn every_text_has_a_file() {
    let said: Vec<String> = cases("ours")
        .into_iter()
        .flat_map(|case| case.errors)
        .map(|error| format!("{}\n{}", error.message, error.help.unwrap_or_default()))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("session-macros/src");
    let checks = fs::read_dir(root.join("check")).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = checks.chain([root.join("attr/parse.rs")]).collect();
    assert!(files.len() > 10);
    let mut sentences = 0;
    for file in files {
        for text in texts(&fs::read_to_string(&file).unwrap()) {
            // what stands between the placeholders
            let parts = text.split(['{', '}']).step_by(2).filter(|part| part.trim().len() > 4);
            let parts: Vec<&str> = parts.collect();
            if parts.is_empty() || !text.contains(' ') || SILENT.contains(&text.as_str()) {
                continue;
            }
            sentences += 1;
            let is_shown = said.iter().any(|said| parts.iter().all(|part| said.contains(part)));
            assert!(is_shown, "no file shows `{text}` of {}", file.display());
        }
    }
    assert!(sentences > 60, "only {sentences}");
}

/// The string literals of a file, without its tests and comments.
fn texts(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n").replace("'\"'", "");
    let mut texts = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => match chars.next() {
                    Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                    Some('n') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                c => text.push(c),
            }
        }
        texts.push(text);
    }
    texts
}
