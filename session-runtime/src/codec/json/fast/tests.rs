use super::Fast;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    One(u64),
    Two(i8, String),
    Named { a: Option<bool>, b: Vec<f64> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Meters(f32);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Nothing;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    text: String,
    character: char,
    signed: i64,
    small: i8,
    ratio: f64,
    meters: Meters,
    unit: (),
    nothing: Nothing,
    pair: (u8, String),
    kinds: Vec<Kind>,
    counts: BTreeMap<u32, i16>,
    flags: BTreeMap<bool, Option<u8>>,
    lost: Option<Box<Everything>>,
    any: Value,
    large: u128,
}

/// Gets over whatever is no number.
#[derive(Debug, PartialEq)]
struct Lenient(u64);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Lenient(u64::deserialize(deserializer).unwrap_or_default()))
    }
}

/// Takes a number or a text, whichever is asked for.
#[derive(Debug, PartialEq)]
struct Price(String);

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsText;
        impl serde::de::Visitor<'_> for AsText {
            type Value = Price;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a price")
            }
            fn visit_u64<E>(self, value: u64) -> Result<Price, E> {
                Ok(Price(value.to_string()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Price, E> {
                Ok(Price(value.to_owned()))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Price, E> {
                Ok(Price(value.to_string()))
            }
        }
        deserializer.deserialize_f64(AsText)
    }
}

fn fast<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut fast = Fast::new(text);
    let value = T::deserialize(&mut fast).ok()?;
    fast.end().ok().map(|()| value)
}

/// Whether it was taken; what is taken is what serde_json makes of it.
#[track_caller]
fn agree<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> bool {
    let Some(value) = fast::<T>(text) else { return false };
    let expected = serde_json::from_str::<T>(text);
    assert_eq!(expected.as_ref().ok(), Some(&value), "{text}: {expected:?}");
    true
}

fn agree_on_all(text: &str) -> usize {
    [
        agree::<Value>(text),
        agree::<Everything>(text),
        agree::<Kind>(text),
        agree::<Vec<Kind>>(text),
        agree::<BTreeMap<String, Value>>(text),
        agree::<BTreeMap<u32, i16>>(text),
        agree::<BTreeMap<bool, Option<u8>>>(text),
        agree::<Vec<String>>(text),
        agree::<(u8, String)>(text),
        agree::<Option<i64>>(text),
        agree::<u128>(text),
        agree::<f64>(text),
        agree::<char>(text),
        agree::<Nothing>(text),
        agree::<Vec<Lenient>>(text),
        agree::<BTreeMap<String, Lenient>>(text),
        agree::<Vec<Price>>(text),
    ]
    .iter()
    .filter(|taken| **taken)
    .count()
}

const TEXTS: [&str; 43] = [
    r#"{"text":"Ada","character":"é","signed":-7,"small":-128,"ratio":3,"meters":1,"unit":null,"nothing":null,"pair":[1,"x"],"kinds":["Plain",{"One":1},{"Two":[-1,"b"]},{"Named":{"a":null,"b":[1]}}],"counts":{"1":-1,"20":2},"flags":{"true":1,"false":null},"lost":null,"any":{"a":[1,{"b":null}]},"large":7}"#,
    r#"{ "a" : [ 1 , -2 , "x" , true , false , null , { } , [ ] ] }"#,
    r#"{"a":[1,-2,"x",true,false,null,{},[]]}"#,
    r#"["a","b c","é","longer than eight bytes",""]"#,
    r#"{"a b":{"c":"d/"},"e":[{"f":1},{}]}"#,
    r#"["a","\n\"\\\u00e9\ud83d\ude00","\u0000"]"#,
    r#"{"\u0061":1,"a b":{"c":"d\/"}}"#,
    r#"{"+1":1}"#,
    r#"{"01":1,"1":2}"#,
    r#"{" 1":1}"#,
    r#"{"1":1,"4294967295":-32768}"#,
    r#"{"true":1}"#,
    "{\"One\":1}",
    "{\"One\":1,\"Two\":2}",
    "{}",
    "[]",
    "[1,]",
    "[,1]",
    "[7,1234567890123456789,8]",
    "[7,-1234567890123456789]",
    "[007,8]",
    "[7,]",
    "[\"1.5\",2]",
    r#"{"a":7,"b":1234567890123456789}"#,
    "{\"a\":1,}",
    "0",
    "-0",
    "00",
    "-1",
    "1.5",
    "1e3",
    "-",
    "999999999999999999",
    "1000000000000000000",
    "18446744073709551615",
    "18446744073709551616",
    "\"Plain\"",
    "\"x",
    "\"\u{1}\"",
    "\"\\x\"",
    "nul",
    "null",
    " \t\r\n7 \n",
];

#[test]
fn what_is_taken_is_what_serde_json_makes_of_it() {
    let taken: usize = TEXTS.iter().map(|text| agree_on_all(text)).sum();
    assert!(taken > 40, "{taken}");
}

#[test]
fn whatever_is_changed_in_it() {
    // xorshift: the same changes in every run
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let alphabet = b"{}[]\",:\\ 0123456789-+.eEtrufalsn\x01u00e9";
    let mut taken = 0;
    for _ in 0..40_000 {
        let mut bytes = TEXTS[random(TEXTS.len())].as_bytes().to_vec();
        for _ in 0..=random(3) {
            let at = random(bytes.len());
            match random(3) {
                0 => bytes[at] = alphabet[random(alphabet.len())],
                1 => bytes.insert(at, alphabet[random(alphabet.len())]),
                _ if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {}
            }
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            taken += agree_on_all(text);
        }
    }
    assert!(taken > 10_000, "{taken}");
}

/// Strings are looked at eight bytes at a time.
#[test]
fn a_string_ends_at_the_first_byte_that_does_not_stand_for_itself() {
    let stands = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    for len in 0..27 {
        for (place, byte) in (0..=len).flat_map(|place| (0..=u8::MAX).map(move |byte| (place, byte))) {
            for after in [b"\"\\", b"\x00\xff", b"ab"] {
                let bytes = [&vec![0xc3; place][..], &[byte], &after.repeat(len - place)].concat();
                let expected = bytes.iter().take_while(|byte| stands(**byte)).count();
                assert_eq!(super::plain(&bytes), expected, "{bytes:?}");
            }
        }
    }
}

#[test]
fn what_only_serde_json_reads_is_left_to_it() {
    for text in
        ["1.5", "1e3", "-0", "18446744073709551615", "\"x", "\"\\n\"", " 1", "[1 ]", "[1] x", "tru", ""]
    {
        assert!(fast::<Value>(text).is_none(), "{text}");
    }
    assert!(fast::<Box<serde_json::value::RawValue>>("1").is_none());
    assert!(fast::<u128>("1").is_none());
    assert!(fast::<Kind>("[1]").is_none());
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(fast::<Value>(&nested(32)).is_some());
    assert!(fast::<Value>(&nested(33)).is_none());
    assert!(fast::<Value>(&nested(100_000)).is_none());
}
