//! What a `#[session(..)]` attribute says, as constants.

/// The cookie's `SameSite` attribute (RFC 6265bis section 5.6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Sent with requests of the same site only.
    Strict,
    /// Also sent when another site links here.
    Lax,
    /// Sent with every request; needs `Secure`.
    None,
}

/// Everything that the attribute of one claims struct settles, checked by the derive.
///
/// A derive writes it; read it through [`Session::SETTINGS`](crate::Session::SETTINGS).
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The claims struct's name, for logs and errors.
    pub name: &'static str,
    /// The `typ` that the token's header says and must say (RFC 8725 section 3.11).
    pub typ: &'static str,
    /// What the `signed` codec derives its keys with; by default the claims struct's name, and with SHA-1 Python's default.
    pub salt: Option<&'static str>,
    /// The `iss` that is issued and then required.
    pub issuer: Option<&'static str>,
    /// The `aud` that is issued and then required.
    pub audience: Option<&'static str>,
    /// Seconds from `start` to the end of the session, whatever happens.
    pub lifetime: u64,
    /// Seconds without a request after which the session ends.
    pub idle: Option<u64>,
    /// Seconds for which a session that is only read is not issued again.
    pub renew_after: u64,
    /// Seconds by which `exp` and `nbf` are forgiven.
    pub leeway: u64,
    /// Registered claims that the struct declares itself.
    pub owned: Owned,
    /// Whether a `#[serde(flatten)]` field may hold any claim.
    pub open: bool,
    /// The version of the claims struct: what an earlier one wrote is read as that, what a later one wrote is no session.
    pub version: u32,
    /// The cookie, where one is read or written.
    pub cookie: CookieSettings,
    /// The headers, where any is read or written.
    pub header: HeaderSettings,
    /// Whether requests that another site makes a browser send are kept from the session, where a cookie authenticates.
    pub csrf: bool,
    /// Whether tokens that carry their session say which one it is, so that it can be revoked.
    pub revocation: bool,
    /// What a request sees whose session cannot be loaded because its store fails.
    pub on_store_error: OnStoreError,
    /// What happens to a request that changed a field which another one has changed meanwhile.
    pub on_conflict: OnConflict,
}

/// What a request sees whose session cannot be loaded because its store fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnStoreError {
    /// Whoever asks for the session gets an error: 503. The default.
    Fail,
    /// No session, and nothing that it changes is saved.
    Anonymous,
}

/// What happens to a request that changed a field of a session which another one has changed meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// The last writer wins, field by field. The default.
    Merge,
    /// The response becomes 409, and nothing of the request is saved.
    Reject,
}

/// Fourteen days: the lifetime of a session unless the attribute says otherwise.
const DEFAULT_LIFETIME: u64 = 14 * 24 * 60 * 60;

impl Settings {
    /// The defaults for a claims struct called `name`, whose tokens are of the type `typ`.
    #[must_use]
    pub const fn new(name: &'static str, typ: &'static str) -> Self {
        Settings {
            name,
            typ,
            salt: None,
            issuer: None,
            audience: None,
            lifetime: DEFAULT_LIFETIME,
            idle: None,
            renew_after: 0,
            leeway: 0,
            owned: Owned::NONE,
            open: false,
            version: 1,
            cookie: CookieSettings::new("__Host-session"),
            header: HeaderSettings::new("authorization", "Bearer", "session-token"),
            csrf: true,
            revocation: false,
            on_store_error: OnStoreError::Fail,
            on_conflict: OnConflict::Merge,
        }
    }

    /// The absolute lifetime, in seconds.
    #[must_use]
    pub const fn lifetime(mut self, seconds: u64) -> Self {
        self.lifetime = seconds;
        self
    }

    /// The idle timeout and the least time between two renewals, in seconds.
    #[must_use]
    pub const fn idle(mut self, seconds: u64, renew_after: u64) -> Self {
        self.idle = Some(seconds);
        self.renew_after = renew_after;
        self
    }

    /// How far `exp` and `nbf` are forgiven, in seconds.
    #[must_use]
    pub const fn leeway(mut self, seconds: u64) -> Self {
        self.leeway = seconds;
        self
    }

    /// What the `signed` codec derives its keys with, instead of its default.
    #[must_use]
    pub const fn salt(mut self, salt: &'static str) -> Self {
        self.salt = Some(salt);
        self
    }

    /// The `iss` claim.
    #[must_use]
    pub const fn issuer(mut self, issuer: &'static str) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// The `aud` claim.
    #[must_use]
    pub const fn audience(mut self, audience: &'static str) -> Self {
        self.audience = Some(audience);
        self
    }

    /// The registered claims that the struct declares itself.
    #[must_use]
    pub const fn owns(mut self, owned: Owned) -> Self {
        self.owned = owned;
        self
    }

    /// A `#[serde(flatten)]` field may hold any claim.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// The version of the claims struct.
    #[must_use]
    pub const fn version(mut self, version: u32) -> Self {
        self.version = version;
        self
    }

    /// Requests of other sites reach the session.
    #[must_use]
    pub const fn without_csrf(mut self) -> Self {
        self.csrf = false;
        self
    }

    /// Tokens say which session they are of.
    #[must_use]
    pub const fn revocable(mut self) -> Self {
        self.revocation = true;
        self
    }

    /// A store that fails is no session, and not an error.
    #[must_use]
    pub const fn anonymous_on_store_error(mut self) -> Self {
        self.on_store_error = OnStoreError::Anonymous;
        self
    }

    /// Two changes of one field are a conflict.
    #[must_use]
    pub const fn reject_on_conflict(mut self) -> Self {
        self.on_conflict = OnConflict::Reject;
        self
    }

    /// The cookie.
    #[must_use]
    pub const fn cookie(mut self, cookie: CookieSettings) -> Self {
        self.cookie = cookie;
        self
    }

    /// The headers.
    #[must_use]
    pub const fn header(mut self, header: HeaderSettings) -> Self {
        self.header = header;
        self
    }
}

/// Which registered claims (RFC 7519 section 4.1) the claims struct declares as fields: it owns those, the layer adds none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owned(u8);

macro_rules! owned {
    ($($claim:ident $has:ident $bit:literal),*) => {
        impl Owned {
            /// None of them.
            pub const NONE: Owned = Owned(0);
            $(
                #[doc = concat!("And `", stringify!($claim), "`.")]
                #[must_use]
                pub const fn $claim(self) -> Self {
                    Owned(self.0 | 1 << $bit)
                }

                #[doc = concat!("Whether the struct declares `", stringify!($claim), "`.")]
                #[must_use]
                pub const fn $has(self) -> bool {
                    self.0 & (1 << $bit) != 0
                }
            )*
        }
    };
}
owned!(iss has_iss 0, sub has_sub 1, aud has_aud 2, exp has_exp 3, nbf has_nbf 4, iat has_iat 5, jti has_jti 6);

/// The cookie that carries a token: how it is written, and repeated when it is removed.
#[derive(Debug, Clone, Copy)]
pub struct CookieSettings {
    /// The cookie's name.
    pub name: &'static str,
    /// `Path`.
    pub path: &'static str,
    /// `Domain`, if any.
    pub domain: Option<&'static str>,
    /// `SameSite`.
    pub same_site: SameSite,
    /// `Secure`.
    pub secure: bool,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Partitioned`.
    pub partitioned: bool,
    /// Whether it has a `Max-Age`; without one it goes when the browser is closed.
    pub persistent: bool,
    /// What it was called before: read where there is no cookie of its name, and removed when one is set.
    pub previous_names: &'static [&'static str],
}

impl CookieSettings {
    /// A cookie called `name` with `Path=/; Secure; HttpOnly; SameSite=Lax`, kept for as long as the session.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        CookieSettings {
            name,
            path: "/",
            domain: None,
            same_site: SameSite::Lax,
            secure: true,
            http_only: true,
            partitioned: false,
            persistent: true,
            previous_names: &[],
        }
    }

    /// What the cookie was called before.
    #[must_use]
    pub const fn previous_names(mut self, names: &'static [&'static str]) -> Self {
        self.previous_names = names;
        self
    }

    /// `Path`.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    /// `Domain`.
    #[must_use]
    pub const fn domain(mut self, domain: &'static str) -> Self {
        self.domain = Some(domain);
        self
    }

    /// `SameSite`.
    #[must_use]
    pub const fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Without `Secure`.
    #[must_use]
    pub const fn insecure(mut self) -> Self {
        self.secure = false;
        self
    }

    /// Without `HttpOnly`.
    #[must_use]
    pub const fn readable_by_script(mut self) -> Self {
        self.http_only = false;
        self
    }

    /// With `Partitioned`.
    #[must_use]
    pub const fn partitioned(mut self) -> Self {
        self.partitioned = true;
        self
    }

    /// Without `Max-Age`.
    #[must_use]
    pub const fn browser_session(mut self) -> Self {
        self.persistent = false;
        self
    }
}

/// The request header that presents a token and the response header that hands one out.
#[derive(Debug, Clone, Copy)]
pub struct HeaderSettings {
    /// The request header, in lower case.
    pub name: &'static str,
    /// The authentication scheme before the token; compared without case (RFC 9110 section 11.1).
    pub scheme: &'static str,
    /// The response header, in lower case.
    pub deliver: &'static str,
}

impl HeaderSettings {
    /// The two header names (in lower case) and the scheme.
    #[must_use]
    pub const fn new(name: &'static str, scheme: &'static str, deliver: &'static str) -> Self {
        HeaderSettings { name, scheme, deliver }
    }
}
