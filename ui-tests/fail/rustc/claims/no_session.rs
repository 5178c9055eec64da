use serde::{Deserialize, Serialize};
use session_runtime::SessionSlot;

#[derive(Serialize, Deserialize, Clone)]
struct Account {
    user_id: u64,
    name: String,
}

async fn greet(_: SessionSlot<Account>) -> &'static str {
    "hello"
}

fn main() {}
