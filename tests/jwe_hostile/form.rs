//! The form of a token, its tag, and what reading it costs.

use super::*;

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The other spellings of the last character, whose bits are not all used.
fn respelt(text: &str, spare: u32) -> Vec<String> {
    let (rest, last) = text.split_at(text.len() - 1);
    let last = ALPHABET.find(last).unwrap();
    (1..1 << spare).map(|bits| format!("{rest}{}", &ALPHABET[last ^ bits..=last ^ bits])).collect()
}

#[test]
fn req_13_base64url_is_strict() {
    let token = good();
    let [header, _, iv, ciphertext, tag] = cut(&token);
    // 16 bytes are 22 characters, and the last one has four bits to spare.
    for tag in respelt(tag, 4) {
        assert_eq!(read(&join([header, "", iv, ciphertext, &tag])), Err(Rejection::Malformed), "{tag}");
    }
    let mut spared = 0;
    for pad in 0..3 {
        let token = seal(HEADER, payload(&" ".repeat(pad)));
        let [header, _, iv, ciphertext, tag] = cut(&token);
        assert_eq!(read(&token), Ok(ann()));
        let spare = [0, 0, 4, 2][ciphertext.len() % 4];
        spared += spare;
        for ciphertext in respelt(ciphertext, spare) {
            assert_eq!(read(&join([header, "", iv, &ciphertext, tag])), Err(Rejection::Malformed));
        }
    }
    assert_eq!(spared, 6, "all three remainders were met");
    for place in 0..=token.len() {
        for inserted in ["\n", " ", "=", "!", "+", "/", "\0", "%", "é"] {
            let (before, after) = token.split_at(place);
            assert!(read(&format!("{before}{inserted}{after}")).is_err());
        }
    }
    let standard = ciphertext.replace('-', "+").replace('_', "/");
    assert_ne!(standard, ciphertext, "the ciphertext has characters that differ between the alphabets");
    assert_eq!(read(&join([header, "", iv, &standard, tag])), Err(Rejection::Malformed));
}

#[test]
fn req_14_a_token_has_five_segments_and_no_encrypted_key() {
    let token = good();
    let [header, _, iv, ciphertext, tag] = cut(&token);
    for bad in [
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{tag}"),
        format!("{header}.{iv}.{ciphertext}.{tag}"),
        format!("{header}.AA.{iv}.{ciphertext}.{tag}"),
        format!("{header}...{iv}.{ciphertext}.{tag}"),
        format!("{header}..{iv}..{ciphertext}.{tag}"),
        format!("{header}..{iv}.{ciphertext}..{tag}"),
        format!("{header}..{iv}.{ciphertext}.{ciphertext}.{tag}"),
        format!("{header}..{iv}.{ciphertext}."),
        format!("{header}..{iv}..{tag}"),
        format!("{header}...{ciphertext}.{tag}"),
        format!("..{iv}.{ciphertext}.{tag}"),
        format!("{header}.{ciphertext}.{tag}"),
        "....".to_owned(),
        String::new(),
        "null".to_owned(),
        // RFC 7516 section 7.2: the JSON serialisation.
        format!(r#"{{"protected":"{header}","iv":"{iv}","ciphertext":"{ciphertext}","tag":"{tag}"}}"#),
    ] {
        assert_eq!(read(&bad), Err(Rejection::Malformed), "{bad}");
    }
    // No payload at all, with a good tag.
    let (none, tag) = encrypted(sealed::secret(), header, "");
    assert!(none.is_empty());
    assert_eq!(read(&join([header, "", iv, "", &base64url(tag)])), Err(Rejection::Malformed));
}

#[test]
fn req_19_a_bad_tag_is_told_before_anything_else() {
    let forged = |payload: &str| {
        let header = base64url(HEADER);
        let (ciphertext, tag) = encrypted(&[7; 32], &header, payload);
        join([&header, "", &base64url(sealed::IV), &base64url(ciphertext), &base64url(tag)])
    };
    let expired = format!(r#"{{"user_id":7,"name":"Ann","iat":1,"exp":{}}}"#, NOW - 1);
    for payload in ["{", "not json", "[]", "{\"exp\":\"x\"}", &*expired, &"[".repeat(2000)] {
        assert_eq!(read(&forged(payload)), Err(Rejection::BadSignature), "{payload}");
        assert_ne!(read(&seal(HEADER, payload)), Err(Rejection::BadSignature), "{payload}");
    }
    assert_eq!(read(&seal(HEADER, expired)), Err(Rejection::Expired));
    for payload in ["{", "not json", "[]", "null", "[7,\"Ann\"]"] {
        assert_eq!(read(&seal(HEADER, payload)), Err(Rejection::WrongClaims), "{payload}");
    }
    assert_eq!(read(&seal(HEADER, b"\xff\xfe")), Err(Rejection::WrongClaims));
}

/// Every bit of a token counts.
#[test]
fn req_20_and_21_whatever_is_flipped_is_refused() {
    let token = good();
    let [header, _, iv, ciphertext, tag] = cut(&token);
    let bytes = |text: &str| {
        use base64::Engine as _;
        base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
    };
    let segments = [iv, ciphertext, tag].map(bytes);
    for (number, segment) in segments.iter().enumerate() {
        for bit in 0..segment.len() * 8 {
            let mut changed = segments.clone();
            changed[number][bit / 8] ^= 1 << (bit % 8);
            let [iv, ciphertext, tag] = changed.map(base64url);
            assert_eq!(read(&join([header, "", &iv, &ciphertext, &tag])), Err(Rejection::BadSignature));
        }
    }
    let [iv_bytes, _, tag_bytes] = segments;
    for len in [0, 4, 8, 12, 15] {
        let short = base64url(&tag_bytes[..len]);
        assert_eq!(read(&join([header, "", iv, ciphertext, &short])), Err(Rejection::Malformed), "{len}");
    }
    let long_tag = base64url([&tag_bytes[..], b"x"].concat());
    assert_eq!(read(&join([header, "", iv, ciphertext, &long_tag])), Err(Rejection::Malformed));
    let long_iv = base64url([&iv_bytes[..], b"xxxx"].concat());
    for iv in [&base64url(&iv_bytes[..8]), &base64url(&iv_bytes[..11]), &long_iv] {
        assert_eq!(read(&join([header, "", iv, ciphertext, tag])), Err(Rejection::Malformed));
    }
}

#[test]
fn req_61_a_long_token_costs_nothing() {
    let codec = codec(&SETTINGS);
    let header = base64url(HEADER);
    let huge = join([&header, "", &"A".repeat(16), &"A".repeat(10_000_000), &"A".repeat(22)]);
    for token in [huge, "A".repeat(10_000_000), ".".repeat(10_000_000), "A".repeat(8193)] {
        let mut outcome = None;
        let cost = allocation_counter::measure(|| outcome = Some(read_by(&codec, &token)));
        assert_eq!(outcome, Some(Err(Rejection::TooLong)));
        assert_eq!(cost.count_total, 0);
    }
}

#[test]
fn req_62_a_forged_token_allocates_nothing_however_long_it_is() {
    let codec = codec(&SETTINGS);
    let forged = |header: &str, pad: usize| {
        let token = seal(header, payload(&format!(r#","pad":"{}""#, "x".repeat(pad))));
        token[..token.len() - 22].to_owned() + &"A".repeat(22)
    };
    let own = |pad| forged(HEADER, pad);
    let longest = own(5900);
    assert!(longest.len() > 8000 && longest.len() <= 8192);
    let foreign = forged(r#"{"typ":"account+jwt","alg":"dir","enc":"A256GCM","foo":1}"#, 2800);
    let unknown = forged(r#"{"alg":"dir","enc":"A256GCM","typ":"account+jwt","kid":"nobody"}"#, 2800);
    for (token, reason) in [
        (own(0), Rejection::BadSignature),
        (own(1000), Rejection::BadSignature),
        (own(2800), Rejection::BadSignature),
        (longest, Rejection::BadSignature),
        (foreign, Rejection::BadSignature),
        (unknown, Rejection::UnknownKey),
    ] {
        let mut outcome = None;
        let cost = allocation_counter::measure(|| outcome = Some(read_by(&codec, &token)));
        assert_eq!(outcome, Some(Err(reason)));
        assert_eq!(cost.count_total, 0, "{} bytes: {reason}", token.len());
    }
}

/// A genuine one allocates its claims' own fields.
#[test]
fn a_genuine_token_allocates_its_claims() {
    let codec = codec(&SETTINGS);
    for pad in [0, 3000] {
        let token = seal(HEADER, payload(&format!(r#","pad":"{}""#, "x".repeat(pad))));
        // The first look at a ring allocates a place of this thread's own.
        assert!(read_by(&codec, &token).is_ok());
        let cost = allocation_counter::measure(|| assert_eq!(read_by(&codec, &token).unwrap().user_id, 7));
        assert_eq!(cost.count_total, 1, "the name");
    }
}

/// Any bytes at all are survived.
#[test]
fn any_bytes_are_survived() {
    use proptest::prelude::*;
    let codec = codec(&SETTINGS);
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    let text = "[A-Za-z0-9_.=-]{0,200}";
    runner(500)
        .run(&(bytes, text), |(bytes, text)| {
            for token in [&bytes[..], text.as_bytes()] {
                prop_assert!(codec.decode::<Account>(token, Duration::from_secs(NOW)).is_err());
            }
            // An authentic payload of any bytes, behind an authentic header of any text.
            prop_assert!(read_by(&codec, &seal(HEADER, &bytes)).is_err());
            prop_assert!(read_by(&codec, &seal(&text, payload(""))).is_err());
            prop_assert!(read_by(&codec, &seal_text(&text, payload(""))).is_err());
            Ok(())
        })
        .unwrap();
}
