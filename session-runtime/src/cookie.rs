//! The session cookie: its rules, the line that sets it, and where to find it in a request (RFC 6265bis).

use crate::error::ConfigError;
use crate::settings::{CookieSettings, SameSite};
use http::{HeaderMap, HeaderValue, header};
use std::borrow::Cow;

/// Bytes of name and value that browsers keep (RFC 6265bis section 5.6).
pub(crate) const MAX_NAME_AND_VALUE: usize = 4096;

/// The attributes of one layer's cookie, which may differ from those of the claims struct per environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookiePolicy {
    /// The cookie's name.
    pub name: Cow<'static, str>,
    /// `Path`.
    pub path: Cow<'static, str>,
    /// `Domain`, if any.
    pub domain: Option<Cow<'static, str>>,
    /// `SameSite`.
    pub same_site: SameSite,
    /// `Secure`.
    pub secure: bool,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Partitioned`.
    pub partitioned: bool,
    /// Whether the cookie has a `Max-Age`; without one it goes when the browser is closed.
    pub persistent: bool,
    /// What the cookie was called before. Where a request has no cookie of its name, the first of these that it has is read; a
    /// response that sets the cookie or removes it removes these, with the same `Path` and `Domain`. So a renamed cookie logs
    /// nobody out; where servers of before and after run side by side, deploy twice: first the old name with the new one
    /// among these, then the other way round.
    pub previous_names: Vec<Cow<'static, str>>,
}

impl CookiePolicy {
    pub(crate) fn from_settings(settings: &CookieSettings) -> Self {
        CookiePolicy {
            name: Cow::Borrowed(settings.name),
            path: Cow::Borrowed(settings.path),
            domain: settings.domain.map(Cow::Borrowed),
            same_site: settings.same_site,
            secure: settings.secure,
            http_only: settings.http_only,
            partitioned: settings.partitioned,
            persistent: settings.persistent,
            previous_names: settings.previous_names.iter().map(|name| Cow::Borrowed(*name)).collect(),
        }
    }

    /// Holds the policy against RFC 6265bis; the derive holds the attribute against the same rules.
    ///
    /// # Errors
    /// The first rule that it breaks, and what to do.
    pub fn check(&self) -> Result<(), ConfigError> {
        for (at, name) in self.names().enumerate() {
            if name.is_empty() || !name.bytes().all(is_token) {
                return Err(ConfigError::CookieName(name.to_string()));
            }
            if self.names().take(at).any(|other| other == name) {
                return Err(ConfigError::PreviousName(name.to_string()));
            }
        }
        if !self.path.starts_with('/') || !self.path.bytes().all(|b| matches!(b, 0x20..=0x7e) && b != b';') {
            return Err(ConfigError::CookiePath(self.path.to_string()));
        }
        if let Some(domain) = &self.domain
            && !is_domain(domain)
        {
            return Err(ConfigError::CookieDomain(domain.to_string()));
        }
        let is_host = self.secure && self.path == "/" && self.domain.is_none();
        if !is_host && self.names().any(|name| has_prefix(name, "__Host-")) {
            return Err(ConfigError::HostPrefix);
        }
        if !self.secure && self.names().any(|name| has_prefix(name, "__Secure-")) {
            return Err(ConfigError::SecurePrefix);
        }
        if self.same_site == SameSite::None && !self.secure {
            return Err(ConfigError::SameSiteNone);
        }
        if self.partitioned && !self.secure {
            return Err(ConfigError::Partitioned);
        }
        Ok(())
    }

    /// The name, and those before it.
    fn names(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        std::iter::once(&self.name).chain(&self.previous_names)
    }
}

/// Browsers compare the prefixes without case (RFC 6265bis section 5.4).
fn has_prefix(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// A character of a token (RFC 9110 section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A host name (RFC 1123 section 2.1); a leading dot is ignored by browsers and refused here.
fn is_domain(domain: &str) -> bool {
    domain.len() <= 253
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// A policy with the constant parts of its `Set-Cookie` line written out once.
#[derive(Debug, Clone)]
pub(crate) struct CookieTemplate {
    name: CookieName,
    previous: Vec<CookieName>,
    attributes: Box<[u8]>,
    policy: CookiePolicy,
}

impl CookieTemplate {
    pub(crate) fn new(policy: CookiePolicy) -> Self {
        let mut attributes = format!("; Path={}", policy.path);
        if let Some(domain) = &policy.domain {
            attributes.push_str("; Domain=");
            attributes.push_str(domain);
        }
        let flags = [
            (policy.secure, "; Secure"),
            (policy.http_only, "; HttpOnly"),
            (policy.same_site == SameSite::Strict, "; SameSite=Strict"),
            (policy.same_site == SameSite::Lax, "; SameSite=Lax"),
            (policy.same_site == SameSite::None, "; SameSite=None"),
            (policy.partitioned, "; Partitioned"),
        ];
        for (_, flag) in flags.iter().filter(|(on, _)| *on) {
            attributes.push_str(flag);
        }
        CookieTemplate {
            name: CookieName::new(&policy.name),
            previous: policy.previous_names.iter().map(|name| CookieName::new(name)).collect(),
            attributes: attributes.into_bytes().into(),
            policy,
        }
    }

    pub(crate) fn policy(&self) -> &CookiePolicy {
        &self.policy
    }

    /// The name, and those before it, in the order in which they are looked for.
    pub(crate) fn names(&self) -> impl Iterator<Item = &CookieName> {
        std::iter::once(&self.name).chain(&self.previous)
    }

    /// `name=`, and room for a token and the attributes.
    pub(crate) fn begin(&self) -> Vec<u8> {
        let mut line = Vec::with_capacity(self.name.start.len() + self.attributes.len() + 480);
        line.extend_from_slice(&self.name.start);
        line
    }

    /// Ends a line that [`begin`](Self::begin) began and that has its value by now.
    pub(crate) fn end(&self, line: &mut Vec<u8>, max_age: Option<u64>) {
        line.extend_from_slice(&self.attributes);
        if let Some(seconds) = max_age {
            line.extend_from_slice(b"; Max-Age=");
            line.extend_from_slice(seconds.to_string().as_bytes());
        }
    }

    /// The lines that make a client drop the cookie, under whatever name it has it.
    pub(crate) fn removals(&self) -> impl Iterator<Item = Vec<u8>> {
        std::iter::once(self.removal(&self.name)).chain(self.old_removals())
    }

    /// The same for the names before this one.
    pub(crate) fn old_removals(&self) -> impl Iterator<Item = Vec<u8>> {
        self.previous.iter().map(|name| self.removal(name))
    }

    /// The same attributes, in the past.
    fn removal(&self, name: &CookieName) -> Vec<u8> {
        let mut line = name.start.to_vec();
        self.end(&mut line, Some(0));
        line.extend_from_slice(b"; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        line
    }

    /// Takes `Set-Cookie` lines for our names out of the response.
    pub(crate) fn take_out(&self, headers: &mut HeaderMap) {
        let others: Vec<HeaderValue> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter(|line| !self.names().any(|name| name.is_set_by(line)))
            .cloned()
            .collect();
        headers.remove(header::SET_COOKIE);
        for line in others {
            headers.append(header::SET_COOKIE, line);
        }
    }

    /// Whether the response already sets our cookie: an inner layer of the same type did.
    pub(crate) fn is_set_in(&self, headers: &HeaderMap) -> bool {
        headers.get_all(header::SET_COOKIE).iter().any(|line| self.name.is_set_by(line))
    }
}

/// A cookie's name, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct CookieName {
    /// `name=`
    start: Box<[u8]>,
    /// Only this host can have set it, at this path (RFC 6265bis section 4.1.3.2): two are an attack and not an accident.
    only_host: bool,
}

impl CookieName {
    fn new(name: &str) -> Self {
        CookieName { start: format!("{name}=").into_bytes().into(), only_host: has_prefix(name, "__Host-") }
    }

    pub(crate) fn only_host(&self) -> bool {
        self.only_host
    }

    /// The values under this name in one `Cookie` field, in its order.
    #[inline]
    pub(crate) fn values<'h>(&self, field: &'h HeaderValue) -> impl Iterator<Item = &'h [u8]> {
        Pairs { rest: field.as_bytes() }.filter_map(|pair| pair.strip_prefix(&*self.start)).map(bare)
    }

    fn is_set_by(&self, line: &HeaderValue) -> bool {
        line.as_bytes().starts_with(&self.start)
    }
}

/// The `name=value` pairs of one `Cookie` field.
struct Pairs<'h> {
    rest: &'h [u8],
}

impl<'h> Iterator for Pairs<'h> {
    type Item = &'h [u8];

    #[inline]
    fn next(&mut self) -> Option<&'h [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b';', self.rest).unwrap_or(self.rest.len());
        let (pair, rest) = self.rest.split_at(end);
        let rest = rest.get(1..).unwrap_or_default();
        self.rest = rest;
        Some(pair.trim_ascii_start())
    }
}

/// A value without white space behind it, which some clients send before the next semicolon, and without the double quotes in which
/// it may stand (RFC 6265bis section 4.1.1).
fn bare(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii_end();
    value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(settings: CookieSettings) -> CookiePolicy {
        CookiePolicy::from_settings(&settings)
    }

    fn found(fields: &[&'static str]) -> Vec<String> {
        let template = CookieTemplate::new(policy(CookieSettings::new("__Host-session")));
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(header::COOKIE, HeaderValue::from_static(field));
        }
        let fields = headers.get_all(header::COOKIE).into_iter();
        let values = fields.flat_map(|field| template.name.values(field));
        values.map(|value| String::from_utf8_lossy(value).into_owned()).collect()
    }

    #[test]
    fn a_name_is_compared_byte_by_byte() {
        assert_eq!(found(&["a=1; __Host-session=T; b=2"]), ["T"]);
        assert_eq!(found(&["__Host-session=T"]), ["T"]);
        assert_eq!(found(&["__Host-session=\"T\""]), ["T"]);
        assert_eq!(
            found(&["__HOST-session=T; __Host-session =T; =__Host-session=T; x__Host-session=T"]),
            [""; 0]
        );
        assert_eq!(found(&["__Host-session", "", ";;; ;", "__Host-sessio=T"]), [""; 0]);
    }

    #[test]
    fn every_cookie_field_is_read_in_order() {
        assert_eq!(
            found(&["__Host-session=1;__Host-session=2", "x=y", "  __Host-session=3  "]),
            ["1", "2", "3"]
        );
    }

    #[test]
    fn removal_repeats_the_attributes() {
        let settings = CookieSettings::new("__Secure-s")
            .path("/a")
            .domain("example.com")
            .same_site(SameSite::None)
            .partitioned();
        let line =
            String::from_utf8(CookieTemplate::new(policy(settings)).removals().next().unwrap()).unwrap();
        assert_eq!(
            line,
            "__Secure-s=; Path=/a; Domain=example.com; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0; \
             Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        );
    }

    #[test]
    fn rules_of_names_paths_and_domains() {
        let check = |settings| policy(settings).check();
        assert_eq!(check(CookieSettings::new("__Host-session")), Ok(()));
        for name in ["", "a b", "a=b", "a;b", "ä", "a\r\n"] {
            assert!(matches!(check(CookieSettings::new(name)), Err(ConfigError::CookieName(_))), "{name}");
        }
        for path in ["", "app", "/a;b", "/a\r\nX: y"] {
            assert!(
                matches!(check(CookieSettings::new("s").path(path)), Err(ConfigError::CookiePath(_))),
                "{path}"
            );
        }
        for domain in ["", ".example.com", "exa mple.com", "-a.com", "a..com", "a;b"] {
            assert!(
                matches!(check(CookieSettings::new("s").domain(domain)), Err(ConfigError::CookieDomain(_))),
                "{domain}"
            );
        }
    }

    #[test]
    fn rules_of_prefixes_and_of_secure() {
        let check = |settings| policy(settings).check();
        assert_eq!(
            check(CookieSettings::new("__host-s").domain("example.com")),
            Err(ConfigError::HostPrefix)
        );
        assert_eq!(check(CookieSettings::new("__Host-s").path("/app")), Err(ConfigError::HostPrefix));
        assert_eq!(check(CookieSettings::new("__HOST-s").insecure()), Err(ConfigError::HostPrefix));
        assert_eq!(check(CookieSettings::new("__secure-s").insecure()), Err(ConfigError::SecurePrefix));
        assert_eq!(
            check(CookieSettings::new("s").insecure().same_site(SameSite::None)),
            Err(ConfigError::SameSiteNone)
        );
        assert_eq!(check(CookieSettings::new("s").insecure().partitioned()), Err(ConfigError::Partitioned));
    }
}
