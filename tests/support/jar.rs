//! A cookie jar that does what RFC 6265bis section 5 says of the attributes that we send. Parses with the `cookie` crate.

use cookie::{Cookie, SameSite};
use std::collections::BTreeMap;

/// The cookies of one host, as a browser at `http://127.0.0.1` keeps them: that origin counts as trustworthy, so `Secure` holds.
#[derive(Default)]
pub struct Jar {
    kept: BTreeMap<(String, String), Cookie<'static>>,
}

impl Jar {
    /// Takes a `Set-Cookie` line of a response to `request_path`; panics where a browser would drop the cookie silently.
    pub fn store(&mut self, line: &str, request_path: &str) {
        let cookie = Cookie::parse(line.to_owned()).expect("a line that the cookie crate reads");
        let size = cookie.name().len() + cookie.value().len();
        assert!(size <= 4096, "a browser drops a cookie of {size} bytes");
        let secure = cookie.secure() == Some(true);
        let host_only = cookie.domain().is_none() && cookie.path() == Some("/");
        let name = cookie.name().to_ascii_lowercase();
        assert!(!name.starts_with("__host-") || (secure && host_only), "a browser drops {line}");
        assert!(!name.starts_with("__secure-") || secure, "a browser drops {line}");
        assert!(cookie.same_site() != Some(SameSite::None) || secure, "a browser drops {line}");
        assert!(cookie.partitioned() != Some(true) || secure, "a browser drops {line}");

        let path = cookie.path().unwrap_or(request_path).to_owned();
        let key = (cookie.name().to_owned(), path);
        if cookie.max_age().is_some_and(|age| !age.is_positive()) {
            self.kept.remove(&key);
        } else {
            self.kept.insert(key, cookie);
        }
    }

    /// What a request to `path` carries.
    pub fn header(&self, path: &str) -> Option<String> {
        let sent: Vec<_> = self
            .kept
            .iter()
            .filter(|((_, cookie_path), _)| path_matches(path, cookie_path))
            .map(|((name, _), cookie)| format!("{name}={}", cookie.value()))
            .collect();
        (!sent.is_empty()).then(|| sent.join("; "))
    }

    /// A person closes the browser: cookies without `Max-Age` go.
    pub fn close_browser(&mut self) {
        self.kept.retain(|_, cookie| cookie.max_age().is_some());
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        self.kept.iter().find(|((kept, _), _)| kept == name).map(|(_, cookie)| cookie.value())
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Puts a value there, as an attacker or another server would.
    pub fn plant(&mut self, name: &str, value: &str) {
        self.kept.insert((name.to_owned(), "/".to_owned()), Cookie::new(name.to_owned(), value.to_owned()));
    }
}

/// RFC 6265bis section 5.1.4.
fn path_matches(request: &str, cookie: &str) -> bool {
    let request = request.split('?').next().unwrap_or(request);
    request == cookie
        || request.strip_prefix(cookie).is_some_and(|rest| cookie.ends_with('/') || rest.starts_with('/'))
}
