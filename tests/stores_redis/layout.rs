//! What is in Redis: under which names, how readable, and for how long.

use crate::record::{key, now, record, subject};
use crate::servers::redis::Redis;
use redis::cmd;
use serde::{Deserialize, Serialize};
use session_runtime::{IndexBySubject, Record, RecordKey, RedisStore, Session, Store};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Session, Serialize, Deserialize, Clone)]
#[session(codec = "opaque", storage = "redis", auth = "cookie", lifetime = "1h")]
pub struct Account {
    #[session(subject)]
    user_id: u64,
    name: String,
}

fn end(server: &Redis, name: &str) -> i64 {
    server.ask(cmd("EXPIRETIME").arg(name))
}

#[tokio::test]
async fn keys_end_to_the_second_when_their_sessions_do() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let (one, other, subject) = (key(), key(), subject());
    let (name, set) = (format!("session:{one}"), format!("session:subject:{subject}"));
    let until = |expires| Record { expires, ..record("{}", Some(subject)) };
    let (now, at) = (now(), |end: u64| i64::try_from(end).unwrap());

    store.insert(&one, &until(now + 100)).await.unwrap();
    assert_eq!((end(&server, &name), end(&server, &set)), (at(now + 100), at(now + 100)));
    store.insert(&other, &until(now + 50)).await.unwrap();
    assert_eq!(end(&server, &set), at(now + 100), "the set lives as long as its last session");
    assert!(store.touch(&other, now + 200).await.unwrap());
    assert_eq!(end(&server, &format!("session:{other}")), at(now + 200));
    assert_eq!(end(&server, &set), at(now + 200));
    assert!(store.update(&one, 1, &until(now + 300)).await.unwrap());
    assert_eq!((end(&server, &name), end(&server, &set)), (at(now + 300), at(now + 300)));
    assert!(store.update(&one, 2, &until(now + 10)).await.unwrap());
    assert_eq!((end(&server, &name), end(&server, &set)), (at(now + 10), at(now + 200)));

    assert!(store.touch(&one, now + 2).await.unwrap());
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert!(store.load(&one).await.unwrap().is_none());
    let listed: Vec<_> = store.list(&subject).await.unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(listed, [other]);
    assert_eq!(server.ask::<u64>(cmd("ZCARD").arg(&set)), 1, "and the entry of the one that ended is gone");
    assert!(store.delete(&other, None).await.unwrap());
    assert_eq!(server.keys("*"), Vec::<String>::new());
}

#[tokio::test]
async fn logging_in_again_and_again_leaves_no_entries_behind() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap();
    let (subject, now) = (subject(), now());
    for _ in 0..20 {
        store.insert(&key(), &Record { expires: now + 1, ..record("{}", Some(subject)) }).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(2100)).await;
    store.insert(&key(), &record("{}", Some(subject))).await.unwrap();
    assert_eq!(server.ask::<u64>(cmd("ZCARD").arg(format!("session:subject:{subject}"))), 1);
}

#[tokio::test]
async fn a_session_is_readable_and_its_id_is_nowhere() {
    let Some(server) = Redis::start() else { return };
    let store = RedisStore::new(&server.url()).unwrap().prefix("shop:");
    let sessions = Account::layer(store).sessions();
    let id = sessions.start(Account { user_id: 7, name: "Ada".into() }).await.unwrap();
    let listed = sessions.list(&7).await.unwrap();
    let keys = server.keys("*");
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], format!("shop:{}", listed[0].key));
    assert!(keys[1].starts_with("shop:subject:"), "{keys:?}");
    assert_eq!(RecordKey::from_hex(keys[0].strip_prefix("shop:").unwrap()), Some(listed[0].key));

    let text: String = server.ask(cmd("GET").arg(&keys[0]));
    let fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["document", "expires", "subject", "version"]);
    let document = &fields["document"];
    assert_eq!(document["claims"], serde_json::json!({ "user_id": 7, "name": "Ada" }));
    assert_eq!(document["v"], 1);
    let members: Vec<String> = server.ask(cmd("ZRANGE").arg(&keys[1]).arg(0).arg(-1));
    let everything = format!("{keys:?}{text}{members:?}");
    assert!(!everything.contains(&id), "{everything}");

    // Everything that was ever written, too.
    assert_eq!(sessions.end_all(&7).await.unwrap(), 1);
    assert!(sessions.verify(&id).await.unwrap().is_err());
    assert_eq!(server.keys("*"), Vec::<String>::new());
    assert!(!server.log_of_writes().contains(&id));
}

#[tokio::test]
async fn two_prefixes_are_two_stores() {
    let Some(server) = Redis::start() else { return };
    let one = RedisStore::new(&server.url()).unwrap().prefix("one:");
    let two = RedisStore::new(&server.url()).unwrap().prefix("two:");
    let (key, subject) = (key(), subject());
    one.insert(&key, &record("{}", Some(subject))).await.unwrap();
    assert!(two.load(&key).await.unwrap().is_none());
    assert_eq!(two.delete_all(&subject, None).await.unwrap(), 0);
    assert!(!two.delete(&key, None).await.unwrap());
    assert!(one.load(&key).await.unwrap().is_some());
}

#[test]
fn debug_has_no_password_and_a_store_needs_no_server() {
    let store = RedisStore::new("redis://ann:secret@nowhere.invalid:1/3").unwrap().prefix("p:");
    let text = format!("{store:?}");
    assert!(text.contains("nowhere.invalid:1") && text.contains("p:") && !text.contains("secret"), "{text}");
    let store =
        RedisStore::sentinel(["redis://:hidden@a:1", "redis://b:2"], "main").unwrap().login("ann", "secret");
    let text = format!("{store:?}");
    assert!(
        text.contains("main of sentinels a:1, b:2") && !text.contains("hidden") && !text.contains("secret"),
        "{text}"
    );
}
