//! Where one layer's tokens stand in requests and responses.

use crate::cookie::{CookiePolicy, CookieTemplate};
use crate::settings::Settings;
use http::HeaderName;

/// The cookie and the headers of one layer, ready to be read and written.
#[derive(Debug, Clone)]
pub struct Wire {
    pub(crate) cookie: CookieTemplate,
    /// The request header, its scheme, and the response header; none where the attribute's names are no header names, which
    /// the derive refuses.
    pub(crate) header: Option<HeaderNames>,
    /// How a session on the server hands its id out.
    pub(crate) way: Way,
}

/// One of the two ways in which a token reaches a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In `Set-Cookie`.
    Cookie,
    /// In a response header.
    Header,
}

/// The headers of a layer that uses any.
#[derive(Debug, Clone)]
pub(crate) struct HeaderNames {
    pub(crate) present: HeaderName,
    pub(crate) scheme: &'static str,
    pub(crate) deliver: HeaderName,
}

impl Wire {
    pub(crate) fn new(settings: &Settings, way: Way) -> Self {
        let names = settings.header;
        let header = match (HeaderName::try_from(names.name), HeaderName::try_from(names.deliver)) {
            (Ok(present), Ok(deliver)) => Some(HeaderNames { present, scheme: names.scheme, deliver }),
            _ => None,
        };
        Wire { cookie: CookieTemplate::new(CookiePolicy::from_settings(&settings.cookie)), header, way }
    }

    /// The name of the cookie.
    #[must_use]
    pub fn cookie_name(&self) -> &str {
        &self.cookie.policy().name
    }

    /// The request header in which a token is presented.
    #[must_use]
    pub fn request_header(&self) -> Option<&HeaderName> {
        self.header.as_ref().map(|names| &names.present)
    }

    /// The response header in which a token is handed out.
    #[must_use]
    pub fn response_header(&self) -> Option<&HeaderName> {
        self.header.as_ref().map(|names| &names.deliver)
    }
}
