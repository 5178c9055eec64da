//! What `tokens.rs` says, without anybody's `jsonwebtoken`.

#[path = "../../tokens.rs"]
mod tokens;

fn main() {
    tokens::every_algorithm_works();
}
