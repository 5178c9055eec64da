//! Does the time in which a forged token is refused tell how much of its tag was right? After dudect (Reparaz, Balasch and Verbauwhede,
//! 2017): two classes of tokens, one wrong in the first byte of the tag and one in the last, in random order, and Welch's t
//! of their times without the slowest tenth.
//!
//! `cargo run --release --manifest-path benches/Cargo.toml --bin constant_time` takes about a minute. It fails where
//! |t| is above 4.5, the usual limit, or where the comparison with `==`, which stops early, is not found: then the machine was
//! too busy to tell.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use session_runtime::{
    Codec, Hs256, Hs512, Jwe, Jwt, KeyRing, SecretKey, Settings, Sha1, Sha256, Signed, Stamp,
};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const KEY: [u8; 64] = *b"constant time: a key of sixty-four bytes, which is long enough..";
const SETTINGS: &Settings = &Settings::new("Account", "account+jwt").lifetime(3600);
const NOW: u64 = 1_700_000_000;

/// Times that are taken of each contender, and refusals in each.
const TIMES: usize = 4_000_000;
const BATCH: usize = 8;
/// Tokens of each class.
const TOKENS: usize = 64;

#[derive(Clone, Serialize, Deserialize)]
struct Account {
    user_id: u64,
    name: String,
}

/// Refuses a token.
type Refuse = Box<dyn Fn(&[u8]) -> bool>;

fn main() -> ExitCode {
    let contenders = [
        contender("jwt, HS256", Jwt::<Hs256>::new(KeyRing::new(key(&KEY)), SETTINGS)),
        contender("jwt, HS512", Jwt::<Hs512>::new(KeyRing::new(key(&KEY)), SETTINGS)),
        contender("jwe", Jwe::new(KeyRing::new(key(&KEY[..32])), SETTINGS)),
        contender("signed, sha256", Signed::<Sha256>::new(KeyRing::new(key(&KEY)), SETTINGS)),
        contender("signed, sha1", Signed::<Sha1>::new(KeyRing::new(key(&KEY)), SETTINGS)),
    ];
    println!("| | mean, wrong first | mean, wrong last | t |\n|---|---|---|---|");
    let mut holds = true;
    for (name, good, refuse) in &contenders {
        holds &= measure(name, good, refuse).abs() < 4.5;
    }
    let (good, refuse) = comparing_with_equals();
    let found = measure("the same with `==`", &good, &refuse).abs() > 4.5;
    if !found {
        eprintln!("`==` was not found: the machine is too busy to tell anything");
    }
    if holds && found { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn key<A: session_runtime::KeyAlgorithm>(bytes: &[u8]) -> SecretKey<A> {
    SecretKey::from_bytes(bytes).expect("long enough")
}

fn contender<C: Codec>(name: &'static str, codec: C) -> (&'static str, Vec<u8>, Refuse) {
    let mut token = Vec::new();
    let claims = Account { user_id: 7, name: "Ada".into() };
    codec.encode(&claims, Stamp::start(NOW, 3600, SETTINGS), &mut token).expect("it is encoded");
    let refuse = move |token: &[u8]| codec.decode::<Account>(token, Duration::from_secs(NOW)).is_err();
    assert!(!refuse(&token), "the good one is accepted");
    (name, token, Box::new(refuse))
}

/// What the codec `jwt` does, with the comparison that it must not use.
fn comparing_with_equals() -> (Vec<u8>, Refuse) {
    let state = Hmac::<sha2::Sha256>::new_from_slice(&KEY).expect("any key");
    let tag =
        |state: &Hmac<sha2::Sha256>, text: &[u8]| state.clone().chain_update(text).finalize().into_bytes();
    let text = [b'x'; 100];
    let good = [&text[..], b".", BASE64_URL_SAFE_NO_PAD.encode(tag(&state, &text)).as_bytes()].concat();
    let refuse = move |token: &[u8]| {
        let (text, presented) = token.split_at(100);
        let mut decoded = [0; 33];
        let length =
            BASE64_URL_SAFE_NO_PAD.decode_slice_unchecked(&presented[1..], &mut decoded).unwrap_or(0);
        let expected = tag(&state, text);
        // Byte by byte, as `==` may do it; what it compiles to depends on the target.
        length != 32 || !expected.iter().zip(&decoded).all(|(one, other)| black_box(one) == black_box(other))
    };
    assert!(!refuse(&good), "the good one is accepted");
    (good, Box::new(refuse))
}

/// Welch's t of the two classes' times.
fn measure(name: &str, good: &[u8], refuse: &Refuse) -> f64 {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let classes = [wrong(good, true, &mut random), wrong(good, false, &mut random)];
    assert!(classes.iter().flatten().all(|token| refuse(token)), "every forged one is refused");
    let mut times = Vec::with_capacity(TIMES);
    // In one place, so that the classes do not differ in where they lie.
    let mut buffer = good.to_vec();
    for _ in 0..TIMES {
        let class = (random.next() & 1) as usize;
        let token = &classes[class][random.next() as usize % TOKENS];
        buffer.copy_from_slice(token);
        let start = Instant::now();
        for _ in 0..BATCH {
            black_box(refuse(black_box(&buffer)));
        }
        times.push((start.elapsed().as_nanos() as f64 / BATCH as f64, class));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    times.truncate(TIMES * 9 / 10);
    let [first, last] =
        [0, 1].map(|class| Moments::of(times.iter().filter(|time| time.1 == class).map(|time| time.0)));
    let t = (first.mean - last.mean) / (first.variance / first.count + last.variance / last.count).sqrt();
    println!("| {name} | {:.2} ns | {:.2} ns | {t:.2} |", first.mean, last.mean);
    t
}

/// Tokens whose tag is wrong in its first byte, or in its last, and nowhere else.
fn wrong(good: &[u8], first: bool, random: &mut Random) -> Vec<Vec<u8>> {
    let start = good.iter().rposition(|byte| *byte == b'.').expect("a token has dots") + 1;
    let tag = BASE64_URL_SAFE_NO_PAD.decode(&good[start..]).expect("a tag in base64url");
    let forge = |_| {
        let mut tag = tag.clone();
        let place = if first { 0 } else { tag.len() - 1 };
        tag[place] ^= 1 + (random.next() % 255) as u8;
        [&good[..start], BASE64_URL_SAFE_NO_PAD.encode(&tag).as_bytes()].concat()
    };
    (0..TOKENS).map(forge).collect()
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let count = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / count;
        let variance = values.map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Moments { count, mean, variance }
    }
}

/// Marsaglia's xorshift: the order of the classes has to be irregular, not secret.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}
