//! `docs/errors.md` shows what the ui-tests expect. `UPDATE_GALLERY=1 cargo test --test gallery` writes it anew.

mod ui_cases;

use std::fmt::Write as _;
use std::path::Path;
use ui_cases::{Case, Expected, cases};

/// The kinds of mistakes, in the order of the page.
const KINDS: [(&str, &str, &str); 24] = [
    (
        "ours/combination",
        "Parts that do not fit together",
        "A token has to be kept somewhere, and to come back.",
    ),
    ("ours/missing", "Something is missing", "Codec, storage and auth are always said."),
    (
        "ours/unknown",
        "Names that do not exist",
        "Something far away gets no guess, but the list of what there is.",
    ),
    ("ours/misspelt", "Misspelt names", "The nearest name is suggested."),
    ("ours/foreign", "Words of other libraries", "What another library calls it is understood."),
    ("ours/key", "Keys", "Each has its place, and is given once."),
    ("ours/value", "Forms of values", ""),
    ("ours/syntax", "Signs and brackets", "Also while the attribute is being typed."),
    ("ours/token", "What the token says", ""),
    ("ours/time", "Times", ""),
    ("ours/cookie", "Cookies", "Browsers drop such a cookie without a word; the derive says why."),
    ("ours/header", "Headers", ""),
    ("ours/name", "Names of what is generated", ""),
    ("ours/field", "Fields", ""),
    ("ours/accessor", "Accessors", ""),
    ("ours/claim", "Claims with a meaning of their own", "RFC 7519 says what a registered claim is."),
    ("ours/shape", "What a session can be made of", ""),
    ("ours/revocation", "Revocation", "For tokens that carry their session and say which one it is."),
    ("ours/two", "Two mistakes", "Both are said at once, and the help of each corrects both."),
    ("rustc/backend", "Parts of your own", "Traits decide here, and rustc speaks, with our words."),
    ("rustc/claims", "Claims that are none", ""),
    ("rustc/name", "Names that are taken or missing", ""),
    ("rustc/key", "Keys of another kind", ""),
    ("rustc/store", "What a store cannot do, or is not asked for", ""),
];

/// The last group: what is not an error of the attribute.
const ABSENT: (&str, &str, &str) = (
    "rustc/absent",
    "What a configuration does not have",
    "It does not exist, so it cannot be called by mistake.",
);

#[test]
fn the_gallery_shows_what_the_tests_expect() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    let page = page();
    if std::env::var_os("UPDATE_GALLERY").is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/errors.md is not up to date: run `UPDATE_GALLERY=1 cargo test --test gallery`"
    );
}

fn page() -> String {
    let mut page = "# Errors

What does not compile, what it says, and what to write instead. Written by `UPDATE_GALLERY=1 cargo test --test gallery` from the
files in `ui-tests/fail`, where each mistake stands in a whole program; a test applies every correction and compiles the result.

"
    .to_owned();
    let all: Vec<Case> = cases("ours").into_iter().chain(cases("rustc")).collect();
    let kinds: Vec<_> = KINDS.into_iter().chain([ABSENT]).collect();
    let mut shown = 0;
    for (_, title, _) in &kinds {
        writeln!(page, "- [{title}](#{})", anchor(title)).unwrap();
    }
    for (kind, title, about) in kinds {
        writeln!(page, "\n## {title}\n").unwrap();
        if !about.is_empty() {
            writeln!(page, "{about}\n").unwrap();
        }
        for case in all.iter().filter(|case| case.name.rsplit_once('/').unwrap().0 == kind) {
            shown += 1;
            entry(&mut page, case);
        }
    }
    assert_eq!(shown, all.len(), "a kind of mistake has no heading");
    page
}

fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-").replace(',', "")
}

/// The lines that are wrong, the messages, and the lines that are right.
fn entry(page: &mut String, case: &Case) {
    let [_, _, rule] = case.parts();
    writeln!(page, "### {}\n", rule.replace('_', " ")).unwrap();
    let lines: Vec<&str> = case.source.lines().collect();
    let mut wrong: Vec<String> = case.errors.iter().map(|error| excerpt(&lines, error)).collect();
    wrong.dedup();
    let wrong = wrong.join("\n\n");
    writeln!(page, "```rust\n{wrong}\n```\n\n```text").unwrap();
    for error in &case.errors {
        writeln!(page, "error: {}", error.message).unwrap();
        for note in &error.notes {
            writeln!(page, "{note}").unwrap();
        }
        if let Some(help) = &error.help {
            writeln!(page, "help: {help}").unwrap();
        }
    }
    writeln!(page, "```\n").unwrap();
}

/// The lines that an error is about: a field or the head of the struct with its attributes, or a function with the struct.
fn excerpt(lines: &[&str], error: &Expected) -> String {
    let at = error.line - 1;
    let is_outer = |line: usize| !lines[line].starts_with([' ', '}', ')']) && !lines[line].is_empty();
    let head = (0..=at).rev().find(|line| is_outer(*line)).unwrap_or(at);
    let end = |from: usize| (from..lines.len()).find(|line| lines[*line].starts_with('}')).unwrap_or(from);
    if lines[head].contains("fn ") {
        let start = lines.iter().position(|line| line.starts_with("#[session")).unwrap_or(head);
        return format!("{}\n\n{}", lines[start..=end(start)].join("\n"), lines[head..=end(head)].join("\n"));
    }
    // the attributes over the field, or over the struct
    let indent = lines[at].len() - lines[at].trim_start().len();
    let in_field = indent > 0 && lines[head].contains("struct ");
    let starts = |line: usize| lines[line].trim_start().starts_with("#[");
    let from = if in_field {
        (0..at).rev().take_while(|line| starts(*line)).last().unwrap_or(at)
    } else {
        let derive = (0..=head).rev().find(|line| lines[*line].starts_with("#[derive")).unwrap_or(head);
        // an error in an attribute is not about the derive
        if lines[head].starts_with("#[") { (derive + 1).min(head) } else { derive }
    };
    let to = if in_field {
        (at..lines.len()).find(|line| !starts(*line)).unwrap_or(at)
    } else if lines[head].starts_with("#[") {
        (at..lines.len()).find(|line| lines[*line].ends_with(']')).unwrap_or(at)
    } else {
        at
    };
    let indent = lines[from].len() - lines[from].trim_start().len();
    lines[from..=to].iter().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
