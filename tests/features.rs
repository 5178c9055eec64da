//! Other ways to depend on the runtime: without a codec's feature, and under another name.

#[path = "support/generated.rs"]
mod generated;

use generated::Crate;
use std::collections::BTreeMap;

/// A session with what user code mentions of it, in a crate that calls the runtime `runtime`.
fn session(runtime: &str, codec: &str, more: &str) -> String {
    format!(
        r#"
use {runtime}::{{Session, SessionError, SessionLayer, SessionSlot}};

#[derive(Session, serde::Serialize, serde::Deserialize, Clone)]
#[session(codec = "{codec}", storage = "cookie", auth = "cookie"{more})]
pub struct Account {{
    user_id: u64,
    name: String,
}}

pub fn change(account: &mut AccountSession) -> u64 {{
    account.set_name("Ada".to_owned());
    account.user_id()
}}

pub fn start(slot: &SessionSlot<Account>) -> Result<AccountSession, SessionError> {{
    slot.start(Account {{ user_id: 7, name: "Ada".to_owned() }})
}}

pub fn twice(layer: &SessionLayer<Account>) -> (SessionLayer<Account>, SessionLayer<Account>) {{
    (layer.clone(), layer.clone())
}}
"#
    )
}

#[test]
fn a_codec_without_its_feature_is_one_error_that_says_what_to_run() {
    let codecs = ["jwt", "signed"];
    let modules: BTreeMap<_, _> =
        codecs.map(|codec| (codec.to_owned(), session("session_runtime", codec, ""))).into();
    let runtime =
        r#"session-runtime = { path = "RUNTIME", default-features = false, features = ["macros"] }"#;
    let errors = Crate::with_runtime("without_features", runtime, &modules).check().err().unwrap_or_default();
    let texts: Vec<_> = errors.iter().map(|error| (error.module.as_str(), error.text.as_str())).collect();
    let expected = codecs.map(|codec| {
        let what = format!("codec `{codec}` needs a feature that is not enabled");
        (codec, format!("{what}\nhelp: run `cargo add session-runtime --features {codec}`"))
    });
    let printed: String = errors.iter().map(|error| error.rendered.as_str()).collect();
    assert_eq!(texts, expected.each_ref().map(|(codec, text)| (*codec, text.as_str())), "{printed}");
    for (error, codec) in errors.iter().zip(codecs) {
        let marked = error.marked.as_str();
        assert_eq!(marked, format!("{codec:?}"), "the error points at the codec:\n{}", error.rendered);
    }
}

#[test]
fn an_algorithm_without_its_feature_is_one_error_that_says_what_to_run() {
    let asymmetric = session("session_runtime", "jwt", ", algorithm = \"ES256\"");
    let modules = BTreeMap::from([("es256".to_owned(), asymmetric)]);
    let runtime =
        r#"session-runtime = { path = "RUNTIME", default-features = false, features = ["macros", "jwt"] }"#;
    let errors =
        Crate::with_runtime("without_algorithm", runtime, &modules).check().err().unwrap_or_default();
    let texts: Vec<_> = errors.iter().map(|error| error.text.as_str()).collect();
    let what = "algorithm `ES256` needs a feature that is not enabled";
    assert_eq!(texts, [format!("{what}\nhelp: run `cargo add session-runtime --features jwt-asymmetric`")]);
}

#[test]
fn each_codec_works_with_its_feature_alone() {
    for codec in ["jwt", "jwe", "signed"] {
        let modules = BTreeMap::from([("only".to_owned(), session("session_runtime", codec, ""))]);
        let runtime = format!(
            r#"session-runtime = {{ path = "RUNTIME", default-features = false, features = ["macros", "{codec}"] }}"#
        );
        let errors = Crate::with_runtime("one_feature", &runtime, &modules).check().err().unwrap_or_default();
        assert!(errors.is_empty(), "{codec}: {}", errors[0].rendered);
    }
}

#[test]
fn the_dependency_may_have_another_name() {
    let modules = BTreeMap::from([
        ("path".to_owned(), session("sessions", "jwt", ", crate = sessions")),
        ("absolute".to_owned(), session("sessions", "jwt", ", crate = ::sessions")),
        ("text".to_owned(), session("sessions", "signed", ", crate = \"sessions\"")),
    ]);
    let runtime = r#"sessions = { package = "session-runtime", path = "RUNTIME" }"#;
    let errors = Crate::with_runtime("other_name", runtime, &modules).check().err().unwrap_or_default();
    assert!(errors.is_empty(), "{}", errors[0].rendered);
}
