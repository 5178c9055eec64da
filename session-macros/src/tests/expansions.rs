//! What four typical structs expand to, for reading. `UPDATE_EXPECT=1 cargo test -p session-macros` writes the files anew.

use super::support::text;
use expect_test::expect_file;

#[test]
fn the_smallest_attribute() {
    let text = text(
        r#"
        #[session(codec = "jwt", storage = "cookie", auth = "header")]
        pub struct MyClaims {
            user_id: u64,
            name: String,
        }"#,
    );
    expect_file!["expansions/smallest.rs"].assert_eq(&text);
}

#[test]
fn an_account() {
    let text = text(
        r#"
        #[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "14d", idle = "30m")]
        pub struct Account {
            #[session(subject)]
            user_id: u64,
            name: String,
            theme: Option<String>,
        }"#,
    );
    expect_file!["expansions/account.rs"].assert_eq(&text);
}

#[test]
fn a_session_that_is_only_read() {
    let text = text(
        r#"
        #[session(codec = "jwt", storage = "none", auth = "header", issuer = "https://id.example.com")]
        struct Caller {
            #[session(subject)]
            user_id: u64,
            scopes: Vec<String>,
            exp: u64,
        }"#,
    );
    expect_file!["expansions/read_only.rs"].assert_eq(&text);
}

#[test]
fn a_session_on_the_server() {
    let text = text(
        r#"
        #[session(codec = "opaque", storage = "redis", auth = "cookie", on_conflict = "reject", idle = "30m")]
        pub struct Account {
            #[session(subject)]
            user_id: u64,
            #[session(rotate)]
            is_admin: bool,
            #[session(merge = crate::sum)]
            visits: u32,
            theme: Option<String>,
        }"#,
    );
    expect_file!["expansions/server.rs"].assert_eq(&text);
}
