//! Every default of the attribute, and that everything that differs from one arrives.

use super::support::{dense, fields, has, lacks, text};

/// The settings of an account whose attribute has `more`.
fn settings(more: &str) -> String {
    settings_of("cookie", "auth = \"cookie\"", more)
}

fn settings_of(storage: &str, auth: &str, more: &str) -> String {
    item(storage, auth, more, "const SETTINGS", ";")
}

/// From `start` to `end` of an expansion, without blanks.
fn item(storage: &str, auth: &str, more: &str, start: &str, end: &str) -> String {
    let source = format!(
        "#[session(codec = \"jwt\", storage = \"{storage}\", {auth} {more})] struct Account {{ x: u8 }}"
    );
    let text = text(&source);
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    let item = &text[from..];
    dense(&item[..item.find(end).unwrap()])
}

#[test]
fn defaults() {
    let settings = settings("");
    has(&settings, r#"Settings::new("Account","account+jwt")"#);
    has(&settings, ".lifetime(1_209_600)");
    has(&settings, r#".cookie(::session_runtime::CookieSettings::new("__Host-session"))"#);
    for part in [".idle(", ".leeway(", ".issuer(", ".audience(", ".owns(", ".open(", ".header("] {
        lacks(&settings, part);
    }
    has(
        &item("cookie", "auth = \"cookie\"", "", "type __AccountCodec", ";"),
        "=::session_runtime::__jwt!(Hs256,",
    );
    let all = text(&fields("x: u8"));
    lacks(&all, "default_claims");
    has(&all, "pub struct AccountSession(");
}

#[test]
fn parts() {
    for (storage, ours) in [("cookie", "CookieStorage"), ("header", "HeaderStorage"), ("none", "NoStorage")] {
        let found = item(storage, "auth = \"header\"", "", "type Storage", ";");
        has(&found, &format!("::session_runtime::{ours}"));
    }
    for (auth, ours) in [
        ("auth = \"cookie\"", "CookieAuth"),
        ("auth = \"header\"", "HeaderAuth"),
        ("auth(\"cookie\", \"header\")", "BothAuth<::session_runtime::private::Undecided>"),
        ("auth(\"header\", \"cookie\")", "BothAuth<::session_runtime::private::Undecided>"),
    ] {
        has(&item("cookie", auth, "", "type Auth", ";"), ours);
    }
    for (algorithm, ours) in [("HS256", "Hs256"), ("HS384", "Hs384"), ("HS512", "Hs512")] {
        let found =
            item("cookie", "auth = \"cookie\"", &format!(", algorithm = \"{algorithm}\""), "type __", ";");
        has(&found, ours);
    }
}

#[test]
fn times() {
    has(&settings(", lifetime = \"400d\""), ".lifetime(34_560_000)");
    has(&settings(", lifetime = \"1s\""), ".lifetime(1)");
    has(&settings(", idle = \"30m\""), ".idle(1_800,450)");
    has(&settings(", idle = \"14d\""), ".idle(1_209_600,302_400)");
    has(&settings(", idle = \"3s\""), ".idle(3,0)");
    has(&settings(", idle = \"2h\", renew_after = \"0s\""), ".idle(7_200,0)");
    has(&settings(", idle = \"2h\", renew_after = \"7199s\""), ".idle(7_200,7_199)");
    has(&settings(", leeway = \"5m\""), ".leeway(300)");
    has(&settings(", leeway = \"0s\""), ".leeway(0)");
}

#[test]
fn token() {
    has(&settings(", typ = \"JWT\""), r#"Settings::new("Account","JWT")"#);
    has(&settings(", issuer = \"me\", audience = \"you\""), r#".issuer("me").audience("you")"#);
}

#[test]
fn cookie() {
    let cookie = |more: &str| settings(&format!(", cookie({more})"));
    has(&cookie("name = \"id\""), r#"new("id"))"#);
    has(&cookie("path = \"/app\""), r#"new("session").path("/app"))"#);
    has(&cookie("domain = \"example.com\""), r#"new("session").domain("example.com"))"#);
    has(&cookie("secure = false"), r#"new("session").insecure())"#);
    has(
        &cookie("secure = true, path = \"/\", same_site = \"lax\", http_only, persistent"),
        r#"new("__Host-session"))"#,
    );
    has(
        &cookie("same_site = \"strict\""),
        r#"new("__Host-session").same_site(::session_runtime::SameSite::Strict))"#,
    );
    has(&cookie("same_site = \"none\""), ".same_site(::session_runtime::SameSite::None)");
    has(&cookie("http_only = false"), ".readable_by_script()");
    has(&cookie("partitioned"), ".partitioned()");
    has(&cookie("persistent = false"), ".browser_session()");
    has(&cookie("name = \"__Host-id\""), r#"new("__Host-id"))"#);
    has(
        &cookie("name = \"__secure-id\", domain = \"example.com\""),
        r#"new("__secure-id").domain("example.com"))"#,
    );
    lacks(&settings_of("header", "auth = \"header\"", ""), ".cookie(");
    lacks(&settings_of("none", "auth = \"header\"", ""), ".cookie(");
    has(&settings_of("none", "auth = \"cookie\"", ""), ".cookie(");
    has(&settings_of("none", "auth(\"cookie\", \"header\")", ""), ".cookie(");
}

#[test]
fn header() {
    let header = |more: &str| settings_of("header", "auth = \"header\"", more);
    lacks(&header(""), ".header(");
    lacks(
        &header(", header(name = \"Authorization\", scheme = \"Bearer\", deliver = \"Session-Token\")"),
        ".header(",
    );
    has(&header(", header(name = \"X-Auth\")"), r#"HeaderSettings::new("x-auth","Bearer","session-token")"#);
    has(&header(", header(scheme = \"Token\")"), r#"new("authorization","Token","session-token")"#);
    has(&header(", header(deliver = \"X-Token\")"), r#"new("authorization","Bearer","x-token")"#);
    has(&settings_of("cookie", "auth(\"cookie\", \"header\")", ", header(scheme = \"Token\")"), "\"Token\"");
}

#[test]
fn several_attributes_are_one() {
    let source = "#[session(codec = \"jwt\")] #[session(storage = \"cookie\", auth = \"cookie\")] #[session()] struct Account {}";
    has(&text(source), "CookieStorage");
}

#[test]
fn default_handle_and_crate() {
    has(
        &item("cookie", "auth = \"cookie\"", ", default", "fn default_claims", "}"),
        "<Selfas::core::default::Default>::default()",
    );
    has(&item("cookie", "auth = \"cookie\"", ", default = true", "fn default_claims", "}"), "Default");
    for handle in ["handle = Live", "handle = \"Live\""] {
        has(
            &item("cookie", "auth = \"cookie\"", &format!(", {handle}"), "struct Live", ";"),
            "Handle<Account>",
        );
    }
    for path in ["crate = ::my::runtime", "crate = \"::my::runtime\""] {
        let source = format!(
            "#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\", {path})] struct Account {{}}"
        );
        let text = text(&source);
        has(&text, "::my::runtime::private::fits::<");
        lacks(&text, "session_runtime");
    }
}

#[test]
fn backends_given_as_paths() {
    let layer = |parts: &str| -> String {
        let text = text(&format!("#[session({parts})] struct Account {{}}"));
        let from = text.find("fn layer").unwrap();
        dense(text[from..].split('{').next().unwrap())
    };
    let both = layer("codec = crate::My<A, B>, storage = my::Store, auth = \"cookie\"");
    has(&both, "key:<__AccountCodecas::session_runtime::Codec>::Key");
    has(&both, "store:<__AccountStorageas::session_runtime::Storage>::Store");
    let codec = layer("codec = crate::My, storage = \"cookie\", auth = \"cookie\", cookie(name = \"x\")");
    has(&codec, "store:<::session_runtime::CookieStorageas::session_runtime::Storage>::Store");
    let storage =
        layer("codec = \"jwt\", storage = my::Store, auth(\"cookie\", \"header\"), deliver = \"header\"");
    has(&storage, "key:impl::session_runtime::KeyFor<__AccountCodec>,store:");
    let auth = layer(
        "codec = \"jwt\", storage = \"cookie\", auth = my::Auth, header(name = \"x\"), cookie(name = \"x\")",
    );
    has(&auth, "key:impl::session_runtime::KeyFor<");
    lacks(&auth, "store:");
}

#[test]
fn accessors() {
    let text = text(&fields(
        "#[session(subject)] id: u64, a: String, b: Option<u8>, c: Option<String>, d: Option<Vec<u8>>, e: Vec<u8>, \
         f: std::option::Option<std::string::String>, g: char, h: my::Option<u8>, r#type: bool, #[session(readonly)] i: f32, \
         #[session(get = \"jay\")] j: u8, #[session(skip_accessors)] k: u8, #[session(rotate)] l: (u8, u8)",
    ));
    for signature in [
        "pub fn id(&self) -> u64",
        "pub fn a(&self) -> &str",
        "pub fn set_a(&mut self, value: String)",
        "pub fn a_mut(&mut self) -> &mut String",
        "pub fn b(&self) -> Option<u8>",
        "pub fn c(&self) -> ::core::option::Option<&str>",
        "pub fn d(&self) -> ::core::option::Option<&Vec<u8>>",
        "pub fn e(&self) -> &Vec<u8>",
        "pub fn f(&self) -> ::core::option::Option<&str>",
        "pub fn g(&self) -> char",
        "pub fn h(&self) -> &my::Option<u8>",
        "pub fn r#type(&self) -> bool",
        "pub fn set_type(&mut self, value: bool)",
        "pub fn type_mut(&mut self) -> &mut bool",
        "pub fn i(&self) -> f32",
        "pub fn jay(&self) -> u8",
        "pub fn set_jay(&mut self, value: u8)",
        "pub fn jay_mut(&mut self) -> &mut u8",
        "pub fn l(&self) -> &(u8, u8)",
    ] {
        has(&text, signature);
    }
    for name in ["fn set_i(&mut self, value", "fn j(", "set_j(", "fn k(", "set_k", "k_mut"] {
        lacks(&text, name);
    }
    let bound = "for<'no> ::session_runtime::private::Readonly: ::session_runtime::private::HasSetter";
    assert_eq!(text.matches(bound).count(), 2, "the two setters of `i` say why there are none");
    has(&text, "self.id.is_some() || self.l.is_some()");
}

#[test]
fn nothing_can_be_written_where_nothing_is_handed_out() {
    let text = text(
        "#[session(codec = \"jwt\", storage = \"none\", auth = \"header\")] struct Account { end: u8, renew: u8 }",
    );
    has(&text, "type Patch = ::session_runtime::private::NoPatch;");
    has(&text, "fn end(&self) -> u8");
    // what can be called by nobody is there to say why
    let bound = "for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut";
    assert_eq!(text.matches("#[doc(hidden)]").count(), 4);
    assert_eq!(text.matches(bound).count(), 4);
    lacks(&text, "fn end(self)");
}

#[test]
fn what_is_absent_gives_way_to_what_is_there() {
    let text = text(&fields(
        "#[session(readonly)] role: u8, #[session(readonly)] set_role: u8, #[session(readonly, get = \"x\")] y: u8",
    ));
    has(&text, "pub fn set_role(&self) -> u8");
    for name in ["role_mut", "set_set_role", "set_role_mut", "set_x", "x_mut"] {
        assert_eq!(text.matches(&format!("fn {name}(&mut self")).count(), 1, "{name}");
    }
    assert_eq!(text.matches("fn set_role(").count(), 1);
}

#[test]
fn visibility_follows_the_struct() {
    for (vis, method) in
        [("", "    fn x(&self)"), ("pub(crate) ", "pub(crate) fn x(&self)"), ("pub ", "pub fn x(&self)")]
    {
        let source = format!(
            "#[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] {vis}struct Account {{ x: u8 }}"
        );
        let text = text(&source);
        has(&text, method);
        has(&text, &format!("{vis}struct AccountSession("));
        has(&text, &format!("{vis}fn layer("));
    }
}

#[test]
fn claims_that_the_struct_owns() {
    let settings = |claims: &str| dense(&text(&fields(claims)));
    has(
        &settings("exp: u64, nbf: Option<f64>"),
        ".owns(::session_runtime::private::Owned::NONE.exp().nbf())",
    );
    has(
        &settings("iss: String, aud: Vec<String>, jti: Option<Uuid>, sub: MyId, iat: i64"),
        ".iss().aud().jti().sub().iat()",
    );
    has(
        &settings("#[serde(rename = \"exp\")] ends: u32"),
        ".owns(::session_runtime::private::Owned::NONE.exp())",
    );
    has(&settings("#[serde(with = \"seconds\")] exp: SystemTime"), ".exp()");
    lacks(&settings("#[serde(skip)] exp: String"), ".owns(");
    lacks(&settings("#[serde(rename = \"ends\")] exp: String"), ".owns(");
    has(&settings("#[serde(flatten)] more: HashMap<String, Value>"), ".open()");
    has(&settings("#[serde(flatten)] exp: Other"), ".open()");
    lacks(&settings("#[serde(flatten)] exp: Other"), ".owns(");
    let upper = text(
        "#[serde(rename_all = \"UPPERCASE\")] #[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] struct A { exp: String }",
    );
    lacks(&upper, ".owns(");
    let camel = text(
        "#[serde(rename_all = \"camelCase\")] #[session(codec = \"jwt\", storage = \"cookie\", auth = \"cookie\")] struct A { exp: u64 }",
    );
    has(&camel, ".exp()");
}

#[test]
fn signed() {
    let signed = |more: &str| {
        let parts = "codec = \"signed\", storage = \"cookie\", auth = \"cookie\"";
        dense(&text(&format!("#[session({parts}{more})] struct Account {{ x: u8 }}")))
    };
    has(&signed(""), "type__AccountCodec=::session_runtime::__signed!(Sha256,");
    has(&signed(", digest = \"sha256\""), "::session_runtime::__signed!(Sha256,");
    has(&signed(", digest = \"sha1\""), "type__AccountCodec=::session_runtime::__signed!(Sha1,");
    has(&signed(", digest = \"sha1\""), "`key`isa`SecretKey<Sha1>`");
    lacks(&signed(""), ".salt(");
    has(&signed(", salt = \"my salt\""), ".salt(\"mysalt\")");
    has(&signed(", idle = \"30m\", issuer = \"me\""), ".idle(1_800,450).issuer(\"me\")");
}
