//! What `tokens.rs` and `panics.rs` say, with the features in `Cargo.toml`.

#[path = "../../panics.rs"]
mod panics;
#[path = "../../tokens.rs"]
mod tokens;

fn main() {
    panics::jsonwebtoken_panics();
    tokens::every_algorithm_works();
}
