//! What is generated is as visible as the struct.
use serde::{Deserialize, Serialize};
use session_runtime::{SecretKey, Session, SessionLayer};

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "jwt", storage = "cookie", auth = "cookie")]
struct Private {
    user_id: u64,
}

mod inner {
    use super::*;

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie")]
    pub(crate) struct InTheCrate {
        user_id: u64,
    }

    #[derive(Session, Serialize, Deserialize, Clone)]
    #[session(codec = "jwt", storage = "cookie", auth = "cookie")]
    pub(super) struct ForTheParent {
        pub(crate) user_id: u64,
    }
}

fn layers(a: SecretKey, b: SecretKey, c: SecretKey) -> (SessionLayer<Private>, SessionLayer<inner::InTheCrate>, SessionLayer<inner::ForTheParent>) {
    (Private::layer(a), inner::InTheCrate::layer(b), inner::ForTheParent::layer(c))
}

fn sum(a: &PrivateSession, b: &inner::InTheCrateSession, c: &inner::ForTheParentSession) -> u64 {
    a.user_id() + b.user_id() + c.user_id()
}

fn main() {
    let _ = (layers, sum);
}
