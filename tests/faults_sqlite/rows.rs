//! Rows that no store wrote.

use crate::support::log::Log;
use crate::{App, fails};
use sqlx::AssertSqlSafe;

/// Sets a column of the first user's row by hand.
async fn with_row(app: &App, set: &str) {
    let update = format!("UPDATE sessions SET {set} WHERE document LIKE '%\"user_id\":1,%'");
    let changed = sqlx::query(AssertSqlSafe(update)).execute(&app.pool).await.unwrap();
    assert_eq!(changed.rows_affected(), 1, "{set}");
}

async fn rows(app: &App) -> Vec<String> {
    let columns = "HEX(record_key) || ' ' || HEX(version) || ' ' || HEX(expires) || ' ' || HEX(document)";
    let query = format!("SELECT {columns} FROM sessions ORDER BY record_key");
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&app.pool).await.unwrap()
}

#[tokio::test]
async fn a_broken_row_is_a_failure_for_its_owner_and_is_never_written_over() {
    let (log, _guard) = Log::start();
    let app = App::start().await;
    let mut grace = app.logged_in(2).await;
    for set in [
        "document = ''",
        "document = 'x'",
        "document = substr(document, 1, length(document) - 1)",
        "document = '[]'",
        "document = '{\"v\":1}'",
        "document = '{\"v\":1,\"type\":\"Account\",\"created\":-1,\"ends\":1,\"claims\":{}}'",
        "document = x'ff00fe'",
        "document = 7",
        "version = 'one'",
        "version = -1",
        "version = 1.5",
        "expires = 'never'",
        "expires = -1",
        "expires = x'00'",
    ] {
        let mut ada = app.logged_in(1).await;
        with_row(&app, set).await;
        let before = rows(&app).await;
        fails(&mut ada).await;
        assert_eq!(ada.post("/note", "over it").await.status, 503, "{set}");
        assert_eq!(rows(&app).await, before, "{set}: nothing follows from a load that failed");
        assert_eq!(grace.get("/me").await.text, "2 ", "{set}: others are served");
        assert_eq!(ada.get("/logout").await.status, 200, "{set}: it can be ended without being read");
        assert_eq!(rows(&app).await.len(), 1, "{set}");
    }
    let lines = log.lines();
    let said = lines
        .iter()
        .filter(|line| line.starts_with("ERROR") && line.contains("something that is no session"));
    assert_eq!(said.count(), 2 * 14, "{lines:?}");
}

#[tokio::test]
async fn a_row_of_another_kind_is_no_session() {
    let app = App::start().await;
    for set in [
        "document = replace(document, '\"type\":\"Account\"', '\"type\":\"Admin\"')",
        "document = replace(document, '\"v\":1', '\"v\":2')",
        "document = replace(document, '\"note\"', '\"title\"')",
        "expires = 1",
    ] {
        let mut ada = app.logged_in(1).await;
        with_row(&app, set).await;
        let before = rows(&app).await;
        assert_eq!(ada.get("/me").await.status, 401, "{set}");
        assert_eq!(rows(&app).await, before, "{set}");
        app.by_hand("DELETE FROM sessions").await;
    }
}

#[tokio::test]
async fn a_row_that_changes_hands_is_its_documents() {
    // Whoever can write to the database can do anything; what is asserted is that the layer reads what is there, not a cache.
    let app = App::start().await;
    let (mut ada, mut grace) = (app.logged_in(1).await, app.logged_in(2).await);
    app.by_hand("UPDATE sessions SET document = replace(document, '\"note\":\"\"', '\"note\":\"by hand\"')")
        .await;
    assert_eq!(ada.get("/me").await.text, "1 by hand");
    assert_eq!(grace.get("/me").await.text, "2 by hand");
    app.by_hand("DELETE FROM sessions").await;
    assert_eq!(ada.get("/me").await.status, 401);
}
