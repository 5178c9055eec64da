//! Sessions on the server: what is written for each store, and what for the fields that requests share.

use super::support::{dense, has, lacks, text};

/// An account that a server keeps, without blanks.
fn kept(parts: &str, fields: &str) -> String {
    dense(&text(&format!("#[session({parts})] pub struct Account {{ {fields} }}")))
}

#[test]
fn on_the_server() {
    for storage in ["memory", "sqlite", "postgres", "mysql", "redis"] {
        let opaque =
            kept(&format!("codec = \"opaque\", storage = \"{storage}\", auth = \"cookie\""), "x: u8");
        has(&opaque, &format!("type__AccountStorage=::session_runtime::__{storage}!("));
        has(&opaque, &format!("storage`{storage}`needsafeature"));
        has(&opaque, "typeCodec=::session_runtime::Opaque;");
        has(&opaque, "fnlayer(store:__AccountStorage)->");
        has(&opaque, "SessionLayer::new(::session_runtime::NoKey,store,())");
        lacks(&opaque, "__AccountCodec");
        for part in [
            ".anonymous_on_store_error()",
            ".reject_on_conflict()",
            "fnconflicts",
            "fnrebase",
            "subject_text",
        ] {
            lacks(&opaque, part);
        }
        for codec in ["jwt", "signed"] {
            let refers =
                kept(&format!("codec = \"{codec}\", storage = \"{storage}\", auth = \"header\""), "x: u8");
            has(
                &refers,
                "fnlayer(key:impl::session_runtime::KeyFor<__AccountCodec>,store:__AccountStorage)->",
            );
            has(&refers, "SessionLayer::new(::session_runtime::KeyFor::into_key(key),store,())");
        }
    }
    let path = kept(r#"codec = "opaque", storage = crate::Mine, auth = "cookie""#, "x: u8");
    has(&path, "fnlayer(store:<__AccountStorageas::session_runtime::Storage>::Store)->");
}

#[test]
fn what_a_store_is_told() {
    let kept =
        |more: &str| kept(&format!("codec = \"jwt\", storage = \"redis\", auth = \"cookie\"{more}"), "x: u8");
    has(&kept(", on_store_error = \"anonymous\""), ".anonymous_on_store_error()");
    has(&kept(", on_conflict = \"reject\""), ".reject_on_conflict()");
    let defaults = kept(", on_store_error = \"fail\", on_conflict = \"merge\"");
    lacks(&defaults, ".anonymous_on_store_error()");
    lacks(&defaults, ".reject_on_conflict()");
    let both = |deliver: &str| {
        let parts = r#"codec = "opaque", storage = "memory", auth("cookie", "header"), deliver"#;
        text(&format!("#[session({parts} = \"{deliver}\")] pub struct Account {{ x: u8 }}"))
    };
    has(&both("cookie"), "BothAuth<::session_runtime::private::ByCookie>");
    has(&both("cookie"), "sets its token as the cookie `__Host-session`");
    has(&both("header"), "BothAuth<::session_runtime::private::ByHeader>");
    has(&both("header"), "carries its token in the header `session-token`");
}

#[test]
fn subjects_can_be_found_on_the_server() {
    let fields = "#[session(subject)] id: UserId, name: String";
    for storage in ["\"memory\"", "crate::Mine"] {
        let parts = format!("codec = \"jwt\", storage = {storage}, auth = \"cookie\"");
        let kept = kept(&parts, fields);
        has(&kept, "impl::session_runtime::HasSubjectforAccount{typeSubject=UserId;");
        has(&kept, "private::subject_text(self)");
    }
    let held = kept(r#"codec = "jwt", storage = "cookie", auth = "cookie""#, fields);
    has(
        &held,
        "HasSubjectforAccountwherefor<'no>::session_runtime::CookieStorage:::session_runtime::Indexed,",
    );
    lacks(&held, "subject_text");
}

#[test]
fn changes_of_two_requests() {
    let parts = r#"codec = "opaque", storage = "memory", auth = "cookie""#;
    let fields = "#[session(merge = sum)] visits: u32, #[session(merge = <Tags as Set>::union)] tags: Tags, name: String";
    let merged = kept(parts, fields);
    has(&merged, "constCOMBINES:bool=true;");
    has(&merged, "letmerge:fn(&u32,u32,&u32)->u32=sum;");
    has(&merged, "letmerge:fn(&Tags,Tags,&Tags)->Tags=<TagsasSet>::union;");
    has(&merged, "merge(&base.visits,mine,&theirs.visits)");
    lacks(&merged, "theirs.name");
    has(&kept(parts, "#[session(merge = sum<u32>)] visits: u32"), "=sum::<u32>;");
    let reject = kept(
        &format!("{parts}, on_conflict = \"reject\""),
        "#[session(merge = sum)] visits: u32, name: String, #[serde(with = \"m\", rename = \"d\")] day: Day, \
         #[serde(flatten, with = \"m\")] more: More, #[serde(skip)] cache: u8, #[session(readonly)] fixed: u8",
    );
    has(&reject, "self.name.is_some()&&::session_runtime::private::differ(&base.name,&theirs.name)");
    has(&reject, "private::differ_in(base,theirs,&[\"d\",\"day\"])");
    has(&reject, "self.more.is_some()&&::session_runtime::private::differ_in(base,theirs,&[])");
    for field in ["visits", "cache", "fixed"] {
        lacks(&reject, &format!("self.{field}.is_some()&&"));
    }
}
