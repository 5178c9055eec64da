//! AES-256-GCM by three libraries: seals and opens payloads of a usual and of a large session with a key that is ready.
//! `cargo run --release --manifest-path benches/aead/Cargo.toml` takes a few seconds; libraries take turns in each round.

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use std::hint::black_box;
use std::time::Instant;

const KEY: [u8; 32] = *b"0123456789abcdef0123456789abcdef";
const NONCE: [u8; 12] = *b"twelve bytes";
const HEADER: &[u8] = b"eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoiYWNjb3VudCtqd3QifQ";
const ROUNDS: usize = 400;
const BATCH: u32 = 200;

/// Seals in place and gives the tag; opens in place.
struct Library {
    name: &'static str,
    seal: Box<dyn Fn(&mut [u8]) -> [u8; 16]>,
    open: Box<dyn Fn(&mut [u8], &[u8; 16]) -> bool>,
}

fn libraries() -> [Library; 3] {
    let rust = || aes_gcm::Aes256Gcm::new(&KEY.into());
    let (rust_seal, rust_open) = (rust(), rust());
    let aws = || {
        use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &KEY).expect("a key"))
    };
    let (aws_seal, aws_open) = (aws(), aws());
    let ring = || {
        use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &KEY).expect("a key"))
    };
    let (ring_seal, ring_open) = (ring(), ring());
    [
        Library {
            name: "aes-gcm",
            seal: Box::new(move |text| {
                let tag = rust_seal.encrypt_inout_detached(&NONCE.into(), HEADER, text.into());
                tag.expect("sealed").into()
            }),
            open: Box::new(move |text, tag| {
                rust_open.decrypt_inout_detached(&NONCE.into(), HEADER, text.into(), &(*tag).into()).is_ok()
            }),
        },
        Library {
            name: "aws-lc-rs",
            seal: Box::new(move |text| {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(NONCE);
                let tag =
                    aws_seal.seal_in_place_separate_tag(nonce, Aad::from(HEADER), text).expect("sealed");
                tag.as_ref().try_into().expect("16 bytes")
            }),
            open: Box::new(move |text, tag| {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(NONCE);
                aws_open.open_in_place_separate_tag(nonce, Aad::from(HEADER), tag, text).is_ok()
            }),
        },
        Library {
            name: "ring",
            seal: Box::new(move |text| {
                use ring::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(NONCE);
                let tag =
                    ring_seal.seal_in_place_separate_tag(nonce, Aad::from(HEADER), text).expect("sealed");
                tag.as_ref().try_into().expect("16 bytes")
            }),
            open: Box::new(move |text, tag| {
                use ring::aead::{Aad, Nonce, Tag};
                let (nonce, tag) = (Nonce::assume_unique_for_key(NONCE), Tag::from(*tag));
                ring_open.open_in_place_separate_tag(nonce, Aad::from(HEADER), tag, text, 0..).is_ok()
            }),
        },
    ]
}

fn main() {
    let libraries = libraries();
    println!(
        "| AES-256-GCM | seal 200 bytes | open 200 bytes | seal 2000 bytes | open 2000 bytes |\n|---|---|---|---|---|"
    );
    let columns = [200, 2000].map(|len| measured(&libraries, len));
    for (index, library) in libraries.iter().enumerate() {
        let cells = columns.iter().flat_map(|column| column[index]).map(|ns| format!(" {ns:.0} ns |"));
        println!("| {} |{}", library.name, cells.collect::<String>());
    }
}

/// Median nanoseconds of sealing and opening, for each library.
fn measured(libraries: &[Library], len: usize) -> Vec<[f64; 2]> {
    let mut times = vec![[Vec::new(), Vec::new()]; libraries.len()];
    for round in 0..ROUNDS {
        for place in 0..libraries.len() {
            let index = (place + round) % libraries.len();
            let library = &libraries[index];
            let mut text = vec![b'x'; len];
            let tag = (library.seal)(&mut text);
            let sealed = text.clone();
            times[index][0].push(of_one(|| {
                black_box((library.seal)(black_box(&mut text)));
            }));
            let mut opened = sealed.clone();
            times[index][1].push(of_one(|| {
                opened.copy_from_slice(&sealed);
                assert!((library.open)(black_box(&mut opened), &tag));
            }));
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    times.into_iter().map(|[seal, open]| [median(seal), median(open)]).collect()
}

fn of_one(mut run: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..BATCH).for_each(|_| run());
    start.elapsed().as_nanos() as f64 / f64::from(BATCH)
}
