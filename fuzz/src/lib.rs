//! What is done with the bytes that a fuzzer makes up: one module per parser. `tests/fuzz_corpus.rs` does the same with the files
//! of `corpus/`, on a stable toolchain.

pub mod bearer;
pub mod claims;
pub mod cookies;
pub mod jwe;
pub mod jwt;
pub mod keys;
pub mod records;
pub mod signed;
