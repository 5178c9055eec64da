//! Requests that another site makes a browser send, with the session's cookie on them.
//!
//! What a browser says about itself decides, as in Go's `CrossOriginProtection` and tower-http's `csrf`: `Sec-Fetch-Site`
//! (W3C Fetch Metadata) where there is one, else `Origin` (RFC 6454 section 7) against the host. tower-http's layer lets WebSocket
//! upgrades pass, which browsers open across sites with cookies, and knows nothing of requests that a header authenticates.

use crate::error::ConfigError;
use http::header::{HOST, HeaderName, ORIGIN, UPGRADE};
use http::uri::Authority;
use http::{HeaderValue, Method, Request, Uri};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a layer lets through although another site sends it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Csrf {
    trusted: Vec<HeaderValue>,
    exempt: Vec<Box<str>>,
}

impl Csrf {
    pub(crate) fn trust(&mut self, origin: &str) -> Result<(), ConfigError> {
        let wrong = || ConfigError::Origin(origin.to_owned());
        let (scheme, host) = origin.split_once("://").ok_or_else(wrong)?;
        let authority: Authority = host.parse().map_err(|_| wrong())?;
        let lower = !origin.bytes().any(|byte| byte.is_ascii_uppercase());
        let default_port =
            matches!((scheme, authority.port_u16()), ("http", Some(80)) | ("https", Some(443)));
        if !matches!(scheme, "http" | "https") || host.contains('@') || !lower || default_port {
            return Err(wrong());
        }
        self.trusted.push(HeaderValue::try_from(origin).map_err(|_| wrong())?);
        Ok(())
    }

    pub(crate) fn exempt(&mut self, path: &str) {
        self.exempt.push(path.into());
    }

    /// Whether another site may have made a browser send this request, and it could do something.
    #[inline]
    pub(crate) fn refuses<B>(&self, request: &Request<B>) -> bool {
        // RFC 9110 section 9.2.1; and a WebSocket is opened with a GET, whatever site asks for it (RFC 6455 section 10.2).
        let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
            && !request.headers().contains_key(UPGRADE);
        !safe && self.comes_from_elsewhere(request)
    }

    fn comes_from_elsewhere<B>(&self, request: &Request<B>) -> bool {
        let headers = request.headers();
        let mut origins = headers.get_all(ORIGIN).iter();
        let origin = origins.next();
        let elsewhere = origins.next().is_some()
            || match (headers.get(SEC_FETCH_SITE), origin) {
                (Some(site), _) => site != "same-origin" && site != "none",
                (None, Some(origin)) => !is_same_host(origin, headers.get(HOST), request.uri()),
                // No browser that is still in use sends neither with a request that could do something.
                (None, None) => false,
            };
        elsewhere
            && !origin.is_some_and(|origin| self.trusted.contains(origin))
            && !self.exempt.iter().any(|path| is_below(request.uri().path(), path))
    }
}

/// The scheme is not compared: a server behind a proxy that ends TLS does not know its own.
fn is_same_host(origin: &HeaderValue, host: Option<&HeaderValue>, uri: &Uri) -> bool {
    let Some((_, origin)) = origin.to_str().ok().and_then(|origin| origin.split_once("://")) else {
        return false;
    };
    let host = match uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => host.and_then(|host| host.to_str().ok()),
    };
    host.is_some_and(|host| host.eq_ignore_ascii_case(origin))
}

/// Whether a path is `prefix`, or one below it.
fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(method: &str, uri: &str, headers: &[(&str, &str)]) -> bool {
        let mut csrf = Csrf::default();
        csrf.trust("https://app.example.com").unwrap();
        csrf.exempt("/hooks");
        let mut request = Request::builder().method(method).uri(uri).header("host", "example.com");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        csrf.refuses(&request.body(()).unwrap())
    }

    #[test]
    fn what_another_site_sends_is_refused_and_what_a_program_sends_is_not() {
        for (refused, headers) in [
            (false, &[][..]),
            (false, &[("sec-fetch-site", "same-origin")]),
            (false, &[("sec-fetch-site", "none")]),
            (true, &[("sec-fetch-site", "same-site")]),
            (true, &[("sec-fetch-site", "cross-site")]),
            (true, &[("sec-fetch-site", "")]),
            (true, &[("sec-fetch-site", "cross-site"), ("origin", "https://example.com")]),
            (false, &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example.com")]),
            (true, &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example.com.evil")]),
            (false, &[("origin", "https://example.com")]),
            (false, &[("origin", "https://EXAMPLE.com")]),
            (true, &[("origin", "https://example.com:8443")]),
            (true, &[("origin", "https://evil.example")]),
            (true, &[("origin", "null")]),
            (true, &[("origin", "")]),
            (true, &[("origin", "https://example.com"), ("origin", "https://evil.example")]),
        ] {
            for method in ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "PURGE"] {
                assert_eq!(refuses(method, "/", headers), refused, "{method} {headers:?}");
            }
            for method in ["GET", "HEAD", "OPTIONS", "TRACE"] {
                assert!(!refuses(method, "/", headers), "{method} {headers:?}");
            }
            let upgrade: Vec<_> = headers.iter().copied().chain([("upgrade", "websocket")]).collect();
            assert_eq!(refuses("GET", "/", &upgrade), refused, "{upgrade:?}");
        }
    }

    #[test]
    fn exempt_paths_are_whole_segments() {
        let cross = [("sec-fetch-site", "cross-site")];
        for (path, refused) in
            [("/hooks", false), ("/hooks/pay", false), ("/hooksies", true), ("/a/hooks", true)]
        {
            assert_eq!(refuses("POST", path, &cross), refused, "{path}");
        }
    }

    #[test]
    fn with_an_absolute_uri_its_authority_is_the_host() {
        assert!(!refuses("POST", "https://other.org/", &[("origin", "https://other.org")]));
        assert!(refuses("POST", "https://other.org/", &[("origin", "https://example.com")]));
    }

    #[test]
    fn an_origin_that_no_browser_sends_is_an_error() {
        let mut csrf = Csrf::default();
        for origin in [
            "example.com",
            "ftp://example.com",
            "https://",
            "https://example.com/",
            "https://example.com/path",
            "https://Example.com",
            "https://example.com:443",
            "http://example.com:80",
            "https://me@example.com",
            "https://ex ample.com",
            "null",
        ] {
            assert_eq!(csrf.trust(origin), Err(ConfigError::Origin(origin.to_owned())), "{origin}");
        }
        for origin in ["https://example.com", "http://localhost:3000", "https://[::1]:8443"] {
            assert_eq!(csrf.trust(origin), Ok(()));
        }
    }
}
