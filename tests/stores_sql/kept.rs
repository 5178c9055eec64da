//! What stands in the table when the layer has kept a session: readable claims, and an id only as its SHA-256.

use crate::opened::{InMariaDb, InPostgres, InSqlite, Opened, postgres_pool};
use crate::servers::folder::Folder;
use crate::support::{Client, serve};
use axum::Router;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use session_runtime::{MySqlStore, PostgresStore, Session, SessionError, SessionSlot, SqliteStore};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

macro_rules! kept_in {
    ($module:ident, $storage:literal, $store:ident) => {
        mod $module {
            use super::*;

            #[derive(Session, Serialize, Deserialize, Clone)]
            #[session(codec = "opaque", storage = $storage, auth = "cookie")]
            pub(super) struct Account {
                #[session(subject)]
                user_id: u64,
                name: String,
            }

            pub(super) fn app(store: $store) -> Router {
                let login = async |slot: SessionSlot<Account>| {
                    slot.start(Account { user_id: 7, name: "Ada \"é\" 🦀".into() })?;
                    Ok::<_, SessionError>(())
                };
                let rename = async |mut account: AccountSession| account.set_name("Grace".into());
                let me = async |account: AccountSession| account.name().to_owned();
                let logout = async |slot: SessionSlot<Account>| slot.end();
                Router::new()
                    .route("/login", get(login))
                    .route("/rename", get(rename))
                    .route("/me", get(me))
                    .route("/logout", get(logout))
                    .layer(Account::layer(store))
            }
        }
    };
}
kept_in!(sqlite, "sqlite", SqliteStore);
kept_in!(postgres, "postgres", PostgresStore);
kept_in!(mariadb, "mysql", MySqlStore);

/// What the database prints of a row's keys, in hexadecimal.
async fn session_is_kept<O: Opened>(opened: &O, table: &str, app: Router, hex: impl Fn(&str) -> String) {
    let table = O::quoted(table);
    let (key_hex, subject_hex) = (hex("record_key"), hex("subject_key"));
    let has = async |condition: String| {
        opened.number(format!("SELECT COUNT(*) FROM {table} WHERE {condition}")).await.unwrap()
    };
    let mut client = Client::new(serve(app).await);
    client.get("/login").await;
    let id = client.jar.value("__Host-session").unwrap().to_owned();
    let mut digest = String::new();
    for byte in Sha256::digest(&id) {
        write!(digest, "{byte:02x}").unwrap();
    }

    assert_eq!(has(format!("{key_hex} = '{digest}'")).await, 1, "the key is the hash of the id");
    assert_eq!(has(format!("LENGTH({subject_hex}) = 64 AND version = 1")).await, 1);
    for said in
        ["\"type\":\"Account\"", "\"subject\":\"7\"", "\"user_id\":7", "\"name\":\"Ada \\\"é\\\" 🦀\""]
    {
        // Backslashes mean something in MySQL's strings, and not in the others'; a `_` matches any one character.
        let pattern = said.replace('\\', "_");
        assert_eq!(has(format!("document LIKE '%{pattern}%'")).await, 1, "{said}");
    }
    assert_eq!(has(format!("document LIKE '%{id}%'")).await, 0, "the id stands nowhere");

    client.get("/rename").await;
    assert_eq!(has("version = 2 AND document LIKE '%\"name\":\"Grace\"%'".into()).await, 1);
    assert_eq!(client.get("/me").await.text, "Grace");
    let copied = client.jar.header("/").unwrap();
    client.get("/logout").await;
    assert_eq!(has("1 = 1".into()).await, 0);
    client.jar.plant("__Host-session", copied.split_once('=').unwrap().1);
    assert_eq!(client.get("/me").await.status, 401, "a copied id is dead");
}

#[tokio::test]
async fn in_sqlite() {
    let opened = InSqlite::open().await.unwrap();
    let (table, store) = opened.migrated().await;
    let hex = |column: &str| format!("LOWER(HEX({column}))");
    session_is_kept(&opened, &table, sqlite::app(store), hex).await;
}

#[tokio::test]
async fn in_postgres() {
    let Some(opened) = InPostgres::open().await else { return };
    let (table, store) = opened.migrated().await;
    let hex = |column: &str| format!("ENCODE({column}, 'hex')");
    session_is_kept(&opened, &table, postgres::app(store), hex).await;
    opened.clean().await;
}

#[tokio::test]
async fn in_mariadb() {
    let Some(opened) = InMariaDb::open().await else { return };
    let (table, store) = opened.migrated().await;
    let hex = |column: &str| format!("LOWER(HEX({column}))");
    session_is_kept(&opened, &table, mariadb::app(store), hex).await;
    opened.clean().await;
}

#[tokio::test]
async fn debug_says_the_table_and_no_password() {
    let store = PostgresStore::new(postgres_pool("postgres://app:hunter2@127.0.0.1:1/app"));
    let text = format!("{:?}", store.table("app.sessions").unwrap());
    assert_eq!(text, r#"PostgresStore { table: "\"app\".\"sessions\"", timeout: 5s, .. }"#);
    let folder = Folder::new("debug");
    let file = folder.join("sessions.db");
    let pool = sqlx::SqlitePool::connect_lazy(&format!("sqlite://{}", file.display())).unwrap();
    let text = format!("{:?}", SqliteStore::new(pool));
    assert!(text.starts_with("SqliteStore { table: ") && !text.contains("debug"), "{text}");
}
