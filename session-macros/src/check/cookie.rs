//! `cookie(..)`: the rules of RFC 6265bis.

use super::form::{Arg, flag, text};
use super::key::{Found, Key, Scope};
use super::part::{Parts, named};
use crate::attr::{Attributes, Auth, Edit, Entry, Form, Name, SameSite, Storage, Value};
use crate::mistake::Mistake;
use crate::model;
use syn::LitStr;

const HOST: &str = "__Host-";
const SECURE: &str = "__Secure-";
const PLAIN_NAME: &str = "session";

/// The cookie, if one is read or written.
pub(super) fn read(
    attributes: &Attributes,
    found: &Found<'_>,
    parts: &Parts<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Option<model::Cookie> {
    let Some(entry) = found.get(Key::Cookie) else {
        return is_used(parts).unwrap_or(false).then(|| Given::default().cookie());
    };
    if is_used(parts) == Some(false) {
        mistakes.push(
            Arg::new(entry, ())
                .without("`cookie(..)` says how a cookie is set, but here none is read or written"),
        );
        return None;
    }
    let Form::List(inner) = &entry.form else {
        let name = entry.as_text().map(LitStr::value).filter(|name| is_token(name));
        let example = Entry::text(Key::Name.text(), name.as_deref().unwrap_or("__Host-session"));
        let edit = Edit::Replace(entry.id, entry.with(Form::List(vec![example])));
        mistakes.extend(
            super::form::wrong(entry, Key::Cookie, "its keys in parentheses")
                .map(|mistake| mistake.correct(entry.id.attribute, [edit])),
        );
        return None;
    };
    if inner.is_empty() {
        mistakes.push(Arg::new(entry, ()).without("`cookie()` says nothing"));
        return None;
    }
    let before = mistakes.len();
    let inner = Found::read(attributes, inner, Scope::Cookie, mistakes);
    let given = Given {
        name: name(&inner, mistakes),
        path: path(&inner, mistakes),
        domain: domain(&inner, mistakes),
        same_site: same_site(&inner, mistakes),
        secure: flag(&inner, Key::Secure, mistakes),
        http_only: flag(&inner, Key::HttpOnly, mistakes),
        partitioned: flag(&inner, Key::Partitioned, mistakes),
        persistent: flag(&inner, Key::Persistent, mistakes),
        previous_names: previous_names(&inner, mistakes),
    };
    mistakes.extend(given.renamed());
    mistakes.extend(given.prefix().or_else(|| given.insecure()));
    (mistakes.len() == before).then(|| given.cookie())
}

/// Whether a cookie is read or written; none where a path leaves it open.
fn is_used(parts: &Parts<'_>) -> Option<bool> {
    let (storage, auth) = (parts.storage.as_ref()?, parts.auth.as_ref()?);
    let written =
        storage.value.built_in().map(|storage| storage == Storage::Cookie || storage.is_on_the_server());
    let read = auth.value.built_in().map(|auth| auth != Auth::Header);
    match (written, read) {
        (_, Some(true)) => Some(true),
        (Some(true), _) if storage.value.built_in() == Some(Storage::Cookie) => Some(true),
        (Some(_), Some(false)) => Some(false),
        _ => None,
    }
}

/// `name` is a token (RFC 9110 section 5.6.2).
fn name<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, String>> {
    let given = text(found, Key::Name, PLAIN_NAME, mistakes)?;
    if is_token(&given.value) {
        return Some(given);
    }
    let kept: String = given.value.chars().filter(|c| is_token(c.encode_utf8(&mut [0; 4]))).collect();
    let kept = if kept.is_empty() { PLAIN_NAME } else { &kept };
    let what =
        format!("`{}` cannot be the name of a cookie: letters, digits and !#$%&'*+-.^_|~", given.value);
    mistakes.push(given.instead(what, kept));
    None
}

/// `path` begins with `/`, and has no `;` and no control characters.
fn path<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, String>> {
    let given = text(found, Key::Path, "/", mistakes)?;
    let fits = |c: char| matches!(c, ' '..='~') && c != ';';
    if given.value.starts_with('/') && given.value.chars().all(fits) {
        return Some(given);
    }
    let kept: String = given.value.trim_start_matches('/').chars().filter(|c| fits(*c)).collect();
    let what =
        format!("`{}` cannot be the path of a cookie: it begins with `/`, and has no `;`", given.value);
    mistakes.push(given.instead(what, &format!("/{}", kept.trim())));
    None
}

/// `domain` is a host name (RFC 1123 section 2.1), without a dot before it.
fn domain<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, String>> {
    let given = text(found, Key::Domain, "example.com", mistakes)?;
    if is_domain(&given.value) {
        return Some(given);
    }
    let host = given.value.split("://").last().unwrap_or_default();
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default().trim_matches(['.', '*', ' ']);
    let host = if is_domain(host) { host } else { "example.com" };
    let what = format!("`{}` cannot be the domain of a cookie: it is a host name", given.value);
    mistakes.push(given.instead(what, host));
    None
}

fn same_site<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Option<Arg<'a, SameSite>> {
    let given = text(found, Key::SameSite, SameSite::Lax.text(), mistakes)?;
    let name = named(given.entry, &given.value, SameSite::Lax.text(), mistakes)?;
    Some(Arg::new(given.entry, name))
}

/// `previous_names` lists names of cookies.
fn previous_names<'a>(found: &Found<'a>, mistakes: &mut Vec<Mistake>) -> Vec<Arg<'a, String>> {
    let Some(entry) = found.get(Key::PreviousNames) else { return Vec::new() };
    let names: Option<Vec<_>> = match &entry.form {
        Form::List(inner) if !inner.is_empty() => inner
            .iter()
            .map(|name| Some(Arg::new(name, name.as_text().filter(|_| name.key.is_none())?.value())))
            .collect(),
        _ => None,
    };
    let Some(names) = names else {
        let name = entry.as_text().map(LitStr::value).filter(|name| is_token(name));
        let example = Entry::bare(name.as_deref().unwrap_or(PLAIN_NAME));
        let edit = Edit::Replace(entry.id, entry.with(Form::List(vec![example])));
        let mistake = super::form::wrong(entry, Key::PreviousNames, "strings in parentheses");
        mistakes.extend(mistake.map(|mistake| mistake.correct(entry.id.attribute, [edit])));
        return Vec::new();
    };
    for name in names.iter().filter(|name| !is_token(&name.value)) {
        let what =
            format!("`{}` cannot be the name of a cookie: letters, digits and !#$%&'*+-.^_|~", name.value);
        mistakes.push(name.instead(what, PLAIN_NAME));
    }
    names
}

/// What is given and right by itself.
#[derive(Default)]
struct Given<'a> {
    name: Option<Arg<'a, String>>,
    path: Option<Arg<'a, String>>,
    domain: Option<Arg<'a, String>>,
    same_site: Option<Arg<'a, SameSite>>,
    secure: Option<Arg<'a, bool>>,
    http_only: Option<Arg<'a, bool>>,
    partitioned: Option<Arg<'a, bool>>,
    persistent: Option<Arg<'a, bool>>,
    previous_names: Vec<Arg<'a, String>>,
}

impl Given<'_> {
    fn is_secure(&self) -> bool {
        self.secure.as_ref().is_none_or(|secure| secure.value)
    }

    fn path(&self) -> &str {
        self.path.as_ref().map_or("/", |path| &path.value)
    }

    /// A name with the prefix `__Host-` needs a secure cookie for `/` without a domain, one with `__Secure-` a secure one
    /// (RFC 6265bis section 4.1.3). The correction takes the prefix off.
    fn prefix(&self) -> Option<Mistake> {
        let name = self.name.as_ref()?;
        let (prefix, rest) = [HOST, SECURE]
            .into_iter()
            .find_map(|prefix| Some((prefix, without_prefix(&name.value, prefix)?)))?;
        let insecure = (!self.is_secure()).then_some("`secure = false`");
        let path = (prefix == HOST && self.path() != "/").then_some("a `path`");
        let domain = (prefix == HOST && self.domain.is_some()).then_some("a `domain`");
        let against: Vec<&str> = [insecure, path, domain].into_iter().flatten().collect();
        if against.is_empty() {
            return None;
        }
        let rest = if is_token(rest) { rest } else { PLAIN_NAME };
        let kept = if self.is_secure() { format!("{SECURE}{rest}") } else { rest.to_owned() };
        let what = format!(
            "browsers refuse a cookie whose name begins with `{prefix}` and that has {}",
            against.join(" and ")
        );
        Some(name.instead(what, &kept))
    }

    /// A previous name is another one than the cookie's, stands once, and is one that a cookie with these attributes can have. The
    /// correction leaves it out.
    fn renamed(&self) -> Option<Mistake> {
        let cookie = self.cookie();
        let is_host = cookie.secure && cookie.path == "/" && cookie.domain.is_none();
        let (at, name) = self.previous_names.iter().enumerate().find(|(at, name)| {
            let earlier = self.previous_names.iter().take(*at).any(|other| other.value == name.value);
            earlier
                || name.value == cookie.name
                || !is_host && without_prefix(&name.value, HOST).is_some()
                || !cookie.secure && without_prefix(&name.value, SECURE).is_some()
        })?;
        let earlier = self.previous_names.iter().take(at).any(|other| other.value == name.value);
        let what = if name.value == cookie.name {
            format!("`{}` is the name of the cookie, and no previous one", name.value)
        } else if earlier {
            format!("the previous name `{}` stands twice", name.value)
        } else {
            format!(
                "browsers have no cookie `{}` with these attributes: its prefix does not allow them",
                name.value
            )
        };
        Some(name.mistake(what).correct(name.entry.id.attribute, [Edit::Remove(name.entry.id)]))
    }

    /// `same_site = "none"` and `partitioned` need a secure cookie. The correction makes it one.
    fn insecure(&self) -> Option<Mistake> {
        let secure = self.secure.as_ref().filter(|secure| !secure.value)?;
        let same_site = self.same_site.as_ref().filter(|same_site| same_site.value == SameSite::None);
        let partitioned = self.partitioned.as_ref().filter(|partitioned| partitioned.value);
        let mistake = match (same_site, partitioned) {
            (Some(same_site), _) => {
                same_site.mistake("browsers refuse a cookie with `same_site = \"none\"` that is not secure")
            }
            (None, Some(partitioned)) => Mistake::new(
                partitioned.entry.key_tokens(),
                "browsers refuse a partitioned cookie that is not secure",
            ),
            (None, None) => return None,
        };
        let on = Value::Flag(syn::LitBool::new(true, proc_macro2::Span::call_site()));
        let edit = Edit::Replace(secure.entry.id, secure.entry.with(Form::Value(on)));
        Some(mistake.correct(secure.entry.id.attribute, [edit]))
    }

    /// By default the name has the prefix `__Host-` where the rest allows it.
    fn cookie(&self) -> model::Cookie {
        let is_host = self.is_secure() && self.path() == "/" && self.domain.is_none();
        let default = if is_host { format!("{HOST}{PLAIN_NAME}") } else { PLAIN_NAME.to_owned() };
        let flag =
            |flag: &Option<Arg<'_, bool>>, default: bool| flag.as_ref().map_or(default, |flag| flag.value);
        model::Cookie {
            name: self.name.as_ref().map_or(default, |name| name.value.clone()),
            path: self.path().to_owned(),
            domain: self.domain.as_ref().map(|domain| domain.value.clone()),
            same_site: match self.same_site.as_ref().map(|same_site| same_site.value) {
                None | Some(SameSite::Lax) => model::SameSite::Lax,
                Some(SameSite::Strict) => model::SameSite::Strict,
                Some(SameSite::None) => model::SameSite::None,
            },
            secure: self.is_secure(),
            http_only: flag(&self.http_only, true),
            partitioned: flag(&self.partitioned, false),
            persistent: flag(&self.persistent, true),
            previous_names: self.previous_names.iter().map(|name| name.value.clone()).collect(),
        }
    }
}

/// Browsers compare the prefixes without case (RFC 6265bis section 5.4).
fn without_prefix<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// RFC 9110 section 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    domain.len() <= 253 && domain.split('.').all(is_label)
}
