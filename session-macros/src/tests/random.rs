//! Random attribute contents: no panic, an output that always parses, and help lines that are right.

use super::support::{corrected, errors_in, expand, unmarked};

const WORDS: &[&str] = &[
    "codec",
    "storage",
    "auth",
    "algorithm",
    "typ",
    "issuer",
    "audience",
    "lifetime",
    "idle",
    "renew_after",
    "leeway",
    "cookie",
    "header",
    "deliver",
    "default",
    "handle",
    "crate",
    "name",
    "path",
    "domain",
    "same_site",
    "secure",
    "http_only",
    "partitioned",
    "persistent",
    "scheme",
    "subject",
    "rotate",
    "readonly",
    "get",
    "skip_accessors",
    "max_age",
    "httponly",
    "samesite",
    "flurb",
    "digest",
    "csrf",
    "merge",
    "on_conflict",
    "on_store_error",
    "true",
    "false",
    "self",
    "Self",
    "r#type",
    "'a",
    "_",
    "fn",
    "secret",
];
const VALUES: &[&str] = &[
    "\"jwt\"",
    "\"jwe\"",
    "\"signed\"",
    "\"opaque\"",
    "\"cookie\"",
    "\"header\"",
    "\"none\"",
    "\"memory\"",
    "\"redis\"",
    "\"HS256\"",
    "\"HS-256\"",
    "\"RS256\"",
    "\"14d\"",
    "\"30m\"",
    "\"15min\"",
    "\"0s\"",
    "\"500d\"",
    "\"5s\"",
    "\"lax\"",
    "\"Strict\"",
    "\"__Host-id\"",
    "\"__Secure-id\"",
    "\"a b\"",
    "\"/app\"",
    "\"example.com\"",
    "\".example.com\"",
    "\"\"",
    "\"jtw\"",
    "\"both\"",
    "5",
    "1.5",
    "'c'",
    "b\"x\"",
    "c\"x\"",
    "true",
    "false",
    "crate::My",
    "My<A, B>",
    "<A as B>::C",
    "::a::b",
    "jwt",
    "a::b!()",
    "\"ä\"",
    "\"Account\"",
    "r#\"x\"#",
    "-1",
    "\"bearer\"",
    "\"sql\"",
    "\"reject\"",
    "\"anonymous\"",
];
const PUNCTUATION: &[&str] =
    &["=", ",", ",", "=", ",", "::", ":", "=>", "==", "<", ">", "#", ".", "-", "->", "&", "!", ";", "$"];

/// Numbers that are the same in every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    /// Any tokens.
    fn tokens(&mut self, length: usize, depth: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(length + 1) {
            match self.below(10) {
                0..4 => text.push_str(self.of(WORDS)),
                4..6 => text.push_str(self.of(VALUES)),
                9 if depth > 0 => {
                    let (open, close) = [("(", ")"), ("[", "]"), ("{", "}")][self.below(3)];
                    text.push_str(open);
                    text.push_str(&self.tokens(length, depth - 1));
                    text.push_str(close);
                }
                _ => text.push_str(self.of(PUNCTUATION)),
            }
            text.push(' ');
        }
        text
    }

    /// Something that is nearly an attribute.
    fn entries(&mut self, depth: usize) -> String {
        let count = self.below(7);
        let entry = |numbers: &mut Self| match numbers.below(8) {
            0 => numbers.of(WORDS).to_owned(),
            1 if depth > 0 => format!("{}({})", numbers.of(WORDS), numbers.entries(depth - 1)),
            2 => numbers.of(VALUES).to_owned(),
            _ => format!("{} = {}", numbers.of(WORDS), numbers.of(VALUES)),
        };
        let entries: Vec<String> = (0..count).map(|_| entry(self)).collect();
        entries.join(", ")
    }
}

/// 20,000 attributes in every run, 200,000 when the environment asks for it; shared out among the cores.
fn each(seed: u64, share: usize, run: impl Fn(&mut Numbers, usize) + Sync) {
    let full = std::env::var("SESSION_TEST_SCALE").is_ok_and(|scale| scale == "full");
    let rounds = if full { 200_000 } else { 20_000 } / share;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let run = &run;
            scope.spawn(move || {
                let mut numbers = Numbers(seed + thread as u64);
                (0..rounds.div_ceil(threads)).for_each(|round| run(&mut numbers, round));
            });
        }
    });
}

/// What stands for itself: a later version of the crate builds it.
fn is_unbuilt(error: &str) -> bool {
    error.ends_with("is not built yet")
}

#[test]
fn whatever_stands_in_attributes_the_output_parses() {
    each(0x5E55_1017, 1, |numbers, round| {
        let contents = if round % 2 == 0 { numbers.tokens(12, 2) } else { numbers.entries(2) };
        let source = if round % 3 == 0 {
            format!(
                "#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] struct Account {{ #[session({contents})] x: u64 }}"
            )
        } else {
            format!("#[session({contents})] struct Account {{}}")
        };
        // not every sequence of characters is a sequence of tokens
        if source.parse::<proc_macro2::TokenStream>().is_ok() {
            expand(&source);
        }
    });
}

#[test]
fn whatever_is_nearly_an_attribute_has_a_help_that_is_right() {
    each(0xC0FF_EE00, 4, |numbers, _| {
        let source = format!("⟦#[session({})]⟧ struct Account {{}}", numbers.entries(2));
        let plain = unmarked(&source);
        if plain.parse::<proc_macro2::TokenStream>().is_err() {
            return;
        }
        // every help line of an attribute prints the same correction
        if let Some(error) = errors_in(&expand(&plain)).iter().find(|error| !is_unbuilt(error)) {
            let corrected = corrected(&source, error).unwrap_or_else(|| panic!("{plain}\n{error}"));
            let left: Vec<String> =
                errors_in(&expand(&corrected)).into_iter().filter(|error| !is_unbuilt(error)).collect();
            assert_eq!(left, [""; 0], "{plain}\n{error}");
        }
    });
}
