//! Random tokens, mostly good ones: whatever we accept, each of the others opens to the same claims. We are the stricter side.

use super::*;
use crate::sealed::{cut, join, secret};
use crate::tokens::{base64url, scale};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

static OPEN: Settings = Settings::new("Account", "account+jwt").lifetime(1000).open();

/// One piece of a random token: mostly right, so that many are accepted.
fn mostly(right: &'static str, wrong: &'static [&'static str]) -> BoxedStrategy<&'static str> {
    prop_oneof![12 => Just(right), 2 => proptest::sample::select(wrong)].boxed()
}

fn header() -> impl Strategy<Value = String> {
    let members = vec![
        mostly(
            r#""alg":"dir""#,
            &[r#""alg":"none""#, r#""alg":"A256KW""#, r#""alg":null"#, r#""alg":"dir","alg":"dir""#, ""],
        ),
        mostly(
            r#""enc":"A256GCM""#,
            &[r#""enc":"A128GCM""#, r#""enc":"A256CBC-HS512""#, r#""enc":1"#, r#""\u0065nc":"A256GCM""#, ""],
        ),
        mostly(
            r#""typ":"account+jwt""#,
            &[r#""typ":"JWT""#, r#""typ":"Application/Account+JWT""#, r#""typ":1"#, ""],
        ),
        mostly("", &[r#""kid":"2026-11""#, r#""kid":"x""#, r#""kid":5"#]),
        mostly(
            "",
            &[
                r#""crit":["x"]"#,
                r#""zip":"DEF""#,
                r#""b64":false"#,
                r#""epk":{}"#,
                r#""jku":"https://a.example""#,
                r#""cty":"json""#,
                r#""foo":{"a":[1]}"#,
                r#""p2c":1"#,
                r#""x5t":"YQ""#,
            ],
        ),
    ];
    members.prop_shuffle().prop_map(|members| {
        let present: Vec<_> = members.into_iter().filter(|member| !member.is_empty()).collect();
        format!("{{{}}}", present.join(","))
    })
}

fn payload() -> impl Strategy<Value = String> {
    let exp = format!(r#""exp":{}"#, NOW + 600);
    let name = "[a-zé\\u{1d11e}]{0,40}".prop_map(|name| json!(name).to_string());
    (name, 0..40u8, proptest::collection::vec(any::<u8>(), 0..20)).prop_map(move |(name, kind, bytes)| {
        match kind {
            0 => format!("[{name}]"),
            1 => format!(r#"{{"name":{name}}}"#),
            2 => String::from_utf8_lossy(&bytes).into_owned(),
            3 => format!(r#"{{"name":{name},"name":{name},{exp}}}"#),
            4 => format!(r#"{{"name":{name},{exp}}} "#),
            _ => format!(r#"{{"name":{name},{exp}}}"#),
        }
    })
}

/// What happens to a token on its way.
#[derive(Debug, Clone)]
enum Accident {
    None,
    /// One character is another, or one more, or one less.
    Character(usize, char, u8),
    /// A segment is empty, doubled, padded, or stands elsewhere.
    Segment(usize, u8),
    /// The tag is shorter, though its part is right.
    ShortTag(usize),
}

fn accident() -> impl Strategy<Value = Accident> {
    let characters = vec!['A', 'Q', '_', '-', '+', '/', '=', '.', '\n', ' ', 'é'];
    prop_oneof![
        8 => Just(Accident::None),
        4 => (any::<usize>(), proptest::sample::select(characters), 0..3u8)
            .prop_map(|(place, character, kind)| Accident::Character(place, character, kind)),
        2 => (0..5usize, 0..6u8).prop_map(|(segment, kind)| Accident::Segment(segment, kind)),
        1 => (0..16usize).prop_map(Accident::ShortTag),
    ]
}

fn token() -> impl Strategy<Value = String> {
    (header(), payload(), accident()).prop_map(|(header, payload, accident)| {
        let header = base64url(header);
        let token = sealed::seal_text(&header, &payload);
        match accident {
            Accident::None => token,
            Accident::Character(place, character, kind) => {
                let mut characters: Vec<_> = token.chars().collect();
                let place = place % characters.len();
                match kind {
                    0 => characters[place] = character,
                    1 => characters.insert(place, character),
                    _ => drop(characters.remove(place)),
                }
                characters.into_iter().collect()
            }
            Accident::Segment(segment, kind) => {
                let mut segments = cut(&token).map(str::to_owned);
                match kind {
                    0 => segments[segment].clear(),
                    1 => segments[segment] = segments[segment].repeat(2),
                    2 => segments[segment].push_str("=="),
                    3 => segments.swap(segment, 2),
                    4 => segments[segment].push('.'),
                    _ => segments[segment].push('A'),
                }
                join(segments.each_ref().map(String::as_str))
            }
            Accident::ShortTag(len) => {
                let (ciphertext, tag) = sealed::encrypted(secret(), &header, &payload);
                join([&header, "", &base64url(sealed::IV), &base64url(ciphertext), &base64url(&tag[..len])])
            }
        }
    })
}

/// The same tokens in every run.
fn tokens(count: usize) -> Vec<String> {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, b"tokens, mostly good: differences");
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = token();
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a token").current()).collect()
}

#[test]
fn what_we_accept_they_accept() {
    let tokens = tokens(2000 * scale() as usize);
    let codec = sealed::codec(&OPEN);
    let ours: Vec<_> = tokens.iter().map(|token| read(&codec, token)).collect();
    let accepted = ours.iter().filter(|read| read.is_ok()).count();
    assert!(accepted > tokens.len() / 10, "{accepted} tokens were accepted: too few to show anything");
    peer::with_each(|peer| {
        let mut alone = 0;
        for ((token, ours), theirs) in tokens.iter().zip(&ours).zip(peer.open(&tokens)) {
            match (ours, theirs) {
                (Ok(ours), Ok(theirs)) => {
                    assert_eq!(Value::from(ours.clone()), theirs, "{}: {token}", peer.name)
                }
                (Ok(_), Err(reason)) => panic!("{} refuses what we accept, {reason}: {token}", peer.name),
                (Err(_), Ok(_)) => alone += 1,
                (Err(reason), Err(_)) => {
                    assert_ne!(*reason, Rejection::Expired, "{token}");
                }
            }
        }
        assert!(alone > 0, "we are stricter than {}", peer.name);
    });
}

/// Where the others are laxer than we are, we have a reason for it: nothing whose tag is bad is among it.
#[test]
fn what_they_alone_accept_we_refuse_for_what_it_says() {
    let tokens = tokens(2000 * scale() as usize);
    let codec = sealed::codec(&OPEN);
    peer::with_each(|peer| {
        for (token, theirs) in tokens.iter().zip(peer.open(&tokens)) {
            let (Err(reason), Ok(_)) = (read(&codec, token), theirs) else { continue };
            assert!(
                matches!(
                    reason,
                    Rejection::Malformed
                        | Rejection::UnsupportedHeader
                        | Rejection::UnknownKey
                        | Rejection::WrongClaims
                        | Rejection::WrongType
                ),
                "{} accepts what we refuse, {reason}: {token}",
                peer.name
            );
        }
    });
}
