//! What `tokens.rs` says, with the features in `Cargo.toml`.

#[path = "../../tokens.rs"]
mod tokens;

fn main() {
    tokens::jsonwebtoken_panics();
    tokens::every_algorithm_works();
}
