//! Claims types of every shape come back as they were.

use super::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

#[track_caller]
fn round_trips<C: Claims + PartialEq + std::fmt::Debug>(claims: C) {
    round_trips_under(claims, PLAIN.idle(100, 25).issuer("us").audience("us"));
}

#[track_caller]
fn round_trips_under<C: Claims + PartialEq + std::fmt::Debug>(claims: C, settings: Settings) {
    let payload = start(&claims, settings).unwrap();
    let read = open::<C>(&payload, settings);
    assert_eq!(read.map(|(claims, _)| claims), Ok(claims), "{payload}");
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Everything {
    large: u64,
    small: i64,
    huge: i128,
    float: f64,
    tiny: f32,
    yes: bool,
    letter: char,
    text: String,
    bytes: Vec<u8>,
    nothing: (),
    pair: (u8, String),
    maybe: Option<Box<Everything>>,
    cow: Cow<'static, str>,
    external: External,
    internal: Internal,
    untagged: Untagged,
    adjacent: Adjacent,
    by_number: HashMap<u32, String>,
    by_name: BTreeMap<Name, bool>,
    #[serde(default)]
    defaulted: u8,
    #[serde(alias = "former")]
    latter: Wrapper,
    #[serde(skip)]
    skipped: u8,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Wrapper(u16);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Name(String);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum External {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Struct { exp: u8 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internal {
    Unit,
    Struct { iat: String, exp: bool },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u64),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    A(f64),
    B { sst: u8 },
}

fn everything() -> Everything {
    Everything {
        large: u64::MAX,
        small: i64::MIN,
        huge: i128::from(i64::MIN) - 1,
        float: 0.1 + 0.2,
        tiny: f32::MIN_POSITIVE,
        yes: true,
        letter: '𝕊',
        text: "\u{0}\u{1f}\"\\/\u{2028}𝕊é".to_owned(),
        bytes: vec![0, 255],
        nothing: (),
        pair: (1, "p".to_owned()),
        maybe: None,
        cow: Cow::Borrowed("c\n"),
        external: External::Unit,
        internal: Internal::Unit,
        untagged: Untagged::Number(1 << 60),
        adjacent: Adjacent::A(1e-300),
        by_number: HashMap::from([(1, "one".to_owned()), (u32::MAX, "\n".to_owned())]),
        by_name: BTreeMap::from([(Name("exp".to_owned()), true)]),
        defaulted: 1,
        latter: Wrapper(3),
        skipped: 0,
    }
}

#[test]
fn every_kind_of_field() {
    let inner = Everything {
        external: External::Struct { exp: 1 },
        internal: Internal::Struct { iat: "i".to_owned(), exp: true },
        untagged: Untagged::Text("exp".to_owned()),
        adjacent: Adjacent::B { sst: 1 },
        ..everything()
    };
    round_trips(Everything { maybe: Some(Box::new(inner)), external: External::Tuple(1, 2), ..everything() });
    round_trips(Everything { external: External::Newtype(9), ..everything() });
}

#[test]
fn a_default_and_an_alias_are_those_of_serde() {
    let payload = start(&everything(), PLAIN).unwrap();
    let payload = payload.replace("\"defaulted\":1,", "").replace("\"latter\":", "\"former\":");
    let (read, _) = open::<Everything>(&payload, PLAIN).unwrap();
    assert_eq!(read, Everything { defaulted: 0, ..everything() });
    let twice = payload.replacen('{', r#"{"latter":3,"#, 1);
    assert_eq!(open::<Everything>(&twice, PLAIN).unwrap_err(), Rejection::WrongClaims);
}

#[test]
fn no_fields() {
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Empty {}
    round_trips(Empty {});
    assert_eq!(start(&Empty {}, PLAIN).unwrap(), r#"{"iat":1700000000,"exp":1700001000}"#);
}

#[test]
fn enums_of_objects() {
    round_trips(Internal::Unit);
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Role {
        Guest { name: String },
        Member(BTreeMap<String, u8>),
    }
    round_trips(Role::Guest { name: "g".to_owned() });
    round_trips(Role::Member(BTreeMap::from([("m".to_owned(), 1)])));
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        One { one: u8 },
        Two { two: u8 },
    }
    round_trips(Either::One { one: 1 });
    round_trips(Either::Two { two: 2 });
    let payload = r#"{"Guest":{"name":"g"},"Member":{},"iat":1700000000,"exp":1700001000}"#;
    assert_eq!(open::<Role>(payload, PLAIN).unwrap_err(), Rejection::WrongClaims);
}

#[test]
fn maps_and_wrappers() {
    round_trips(BTreeMap::from([("k".to_owned(), 1u8)]));
    round_trips(BTreeMap::from([(Name("k\n".to_owned()), 1u8)]));
    round_trips(HashMap::from([(1u64, 'x'), (u64::MAX, 'y')]));
    round_trips(HashMap::from([(true, 'x')]));
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Transparent {
        account: Account,
    }
    round_trips(Transparent { account: ann() });
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Newtype(Account);
    round_trips(Newtype(ann()));
    round_trips(Some(ann()));
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(try_from = "Account", into = "Account")]
    struct Through(u64);
    impl TryFrom<Account> for Through {
        type Error = String;
        fn try_from(account: Account) -> Result<Self, String> {
            Ok(Through(account.user_id))
        }
    }
    impl From<Through> for Account {
        fn from(through: Through) -> Self {
            Account { user_id: through.0, name: String::new() }
        }
    }
    round_trips(Through(1));
}

#[test]
fn a_flattened_struct() {
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Outer {
        id: u8,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        rest: BTreeMap<String, serde_json::Value>,
    }
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Inner {
        name: String,
    }
    let rest =
        BTreeMap::from([("n".to_owned(), serde_json::json!({"exp": null})), ("é\n".to_owned(), 1.into())]);
    round_trips_under(
        Outer { id: 1, inner: Inner { name: "n".to_owned() }, rest },
        PLAIN.open().audience("us"),
    );
}

#[test]
fn what_is_no_object_is_refused_when_it_is_written() {
    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Unit;
    #[derive(Debug, Clone, Serialize, Deserialize)]
    struct Tuple(u8, u8);
    fn refused<C: Claims>(claims: C) {
        for settings in [PLAIN, PLAIN.open()] {
            assert!(matches!(start(&claims, settings), Err(EncodeError::NotAnObject)));
        }
    }
    refused(Unit);
    refused(Tuple(1, 2));
    refused("{}".to_owned());
    refused(7u8);
    refused(vec![ann()]);
    refused(None::<Account>);
    refused(External::Unit);
    let no_text = HashMap::from([((1u8, 2u8), 1u8)]);
    assert!(matches!(start(&no_text, PLAIN), Err(EncodeError::Serialize(_))));
}
