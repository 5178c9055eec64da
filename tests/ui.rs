//! What compiles and what does not, with the texts.

/// Texts of the derive, the same on every toolchain.
#[test]
fn texts_of_ours() {
    let cases = trybuild::TestCases::new();
    // with a file that has to compile, cargo builds instead of checking, which evaluates constants of generic functions
    cases.pass("ui-tests/pass/card.rs");
    cases.compile_fail("ui-tests/fail/ours/*/*.rs");
}

/// Texts of rustc over the runtime's traits, which differ from one release to the next.
#[rustversion::attr(not(stable(1.95)), ignore = "the texts are those of rustc 1.95")]
#[test]
fn texts_of_rustc() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui-tests/pass/card.rs");
    cases.compile_fail("ui-tests/fail/rustc/*/*.rs");
}

#[test]
fn everything_that_must_compile() {
    trybuild::TestCases::new().pass("ui-tests/pass/*.rs");
}
