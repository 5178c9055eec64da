//! Keys, subjects and records to try a store with.

use super::verdict::Fault;
use crate::clock::Clock;
use crate::store::{Record, RecordKey, SubjectKey};

/// The last second of the year 9999: more than any lifetime leads to, and less than some databases' latest time.
pub(super) const FAR: u64 = 253_402_300_799;
/// For how long most records here live, should nothing remove them.
const HOUR: u64 = 3600;

pub(super) fn bytes() -> Result<[u8; 32], Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Fault("the operating system gives no random bytes".into()))?;
    Ok(bytes)
}

pub(super) fn key() -> Result<RecordKey, Fault> {
    bytes().map(RecordKey::from_bytes)
}

pub(super) fn keys(count: usize) -> Result<Vec<RecordKey>, Fault> {
    (0..count).map(|_| key()).collect()
}

pub(super) fn subject() -> Result<SubjectKey, Fault> {
    bytes().map(SubjectKey::from_bytes)
}

pub(super) fn now() -> u64 {
    Clock::system().now().as_secs()
}

pub(super) fn in_an_hour() -> u64 {
    now() + HOUR
}

/// A record that ends in an hour.
pub(super) fn record(document: &str) -> Record {
    Record { document: document.to_owned(), expires: in_an_hour(), subject: None }
}

pub(super) fn record_of(subject: SubjectKey, document: &str) -> Record {
    Record { subject: Some(subject), ..record(document) }
}

/// 32 random bytes and others that differ from them in one bit each. The bytes end in what a careless comparison of text
/// mixes up: letters, whose case is one bit, and a zero, which is one bit away from a space.
pub(super) fn one_bit_apart() -> Result<Vec<[u8; 32]>, Fault> {
    let mut base = bytes()?;
    base[24..].copy_from_slice(b"session\0");
    let mut all = vec![base];
    let flip = |index: usize, bit: u32| {
        let mut other = base;
        other[index] ^= 1 << bit;
        other
    };
    all.extend((0..24_usize).zip((0..8).cycle()).map(|(index, bit)| flip(index, bit)));
    all.extend((24..32).flat_map(|index| [flip(index, 0), flip(index, 5), flip(index, 7)]));
    Ok(all)
}

/// Documents that a careless store changes. Some are none that the layer writes: to a store they are text.
pub(super) fn documents() -> Vec<String> {
    let mut documents: Vec<String> = [
        r#"{"v":1,"type":"Account","created":1700000000,"ends":1701209600,"subject":"7","claims":{"name":"Ada"}}"#,
        "x",
        "",
        "  leading and trailing spaces  ",
        "\t\r\nlines\rof\nevery\r\nkind\n",
        r#""double" 'single' `back` \backslash\ \" \' $1 ${x} %s %% ? ?1 :name @name {0} {{}} -- # /* */ ;"#,
        "'; DROP TABLE sessions; --",
        "\u{1}\u{2}\u{7}\u{8}\u{b}\u{c}\u{1b}\u{1f}\u{7f}\u{85}\u{a0}\u{feff}",
        "Grüße, Ελλάδα, 日本語, עברית, 🦀👩‍👩‍👧, \u{10ffff}",
        // Two texts for the same letter: normalising is changing.
        "\u{e9} e\u{301}",
        "null",
        "1e400",
        "{\"big\":18446744073709551615,\"float\":0.1000,\"b\":1,\"a\":2,\"a\":3}",
    ]
    .map(str::to_owned)
    .into();
    documents.push("long ".repeat(20_000));
    documents.push("é".repeat(50_000));
    documents
}
