/// The live session of [`Account`]: what a handler reads and changes.
///
/// Every response that writes the session sets the token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`).
///
/// The client presents it in the cookie `__Host-session`.
///
/// It ends after 30 minutes without a request, and at the latest 14 days after its start.
///
/// Fields that a handler changes become the session's when this is dropped, and go out with the response.
#[allow(dead_code, non_camel_case_types, unreachable_pub)]
pub struct AccountSession(::session_runtime::private::Handle<Account>);
#[allow(
    dead_code,
    non_camel_case_types,
    non_snake_case,
    private_interfaces,
    unnameable_types,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::restriction
)]
const _: () = {
    type __AccountCodec = ::session_runtime::__jwt!(
        Hs256,
        ::core::compile_error!("codec `jwt` needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features jwt`")
    );
    #[doc(hidden)]
    #[derive(::core::clone::Clone, ::core::default::Default)]
    pub struct __AccountPatch {
        user_id: ::core::option::Option<u64>,
        name: ::core::option::Option<String>,
        theme: ::core::option::Option<Option<String>>,
    }
    #[automatically_derived]
    impl ::session_runtime::private::Patch<Account> for __AccountPatch {
        fn is_empty(&self) -> bool {
            self.user_id.is_none() && self.name.is_none() && self.theme.is_none()
        }
        fn merge(&mut self, later: Self) {
            if later.user_id.is_some() {
                self.user_id = later.user_id;
            }
            if later.name.is_some() {
                self.name = later.name;
            }
            if later.theme.is_some() {
                self.theme = later.theme;
            }
        }
        fn apply(self, claims: &mut Account) {
            if let ::core::option::Option::Some(value) = self.user_id {
                claims.user_id = value;
            }
            if let ::core::option::Option::Some(value) = self.name {
                claims.name = value;
            }
            if let ::core::option::Option::Some(value) = self.theme {
                claims.theme = value;
            }
        }
        fn changes_subject(&self) -> bool {
            self.user_id.is_some()
        }
        fn rotates(&self) -> bool {
            self.user_id.is_some()
        }
        fn strip_rotating(&mut self) -> bool {
            let rotates = ::session_runtime::private::Patch::rotates(self);
            self.user_id = ::core::option::Option::None;
            rotates
        }
    }
    #[automatically_derived]
    impl ::session_runtime::Session for Account {
        type Codec = __AccountCodec;
        type Storage = ::session_runtime::CookieStorage;
        type Auth = ::session_runtime::CookieAuth;
        type Revocation = ::session_runtime::NeverRevoked;
        type Live = AccountSession;
        type Patch = __AccountPatch;
        const SETTINGS: ::session_runtime::Settings = ::session_runtime::Settings::new(
                "Account",
                "account+jwt",
            )
            .lifetime(1_209_600)
            .idle(1_800, 450)
            .cookie(::session_runtime::CookieSettings::new("__Host-session"));
    }
    #[automatically_derived]
    impl ::session_runtime::HasSubject for Account
    where
        for<'no> ::session_runtime::CookieStorage: ::session_runtime::Indexed,
    {
        type Subject = ();
        fn subject(&self) -> &() {
            &()
        }
    }
    #[automatically_derived]
    impl Account {
        /// The layer that gives requests their session of [`Account`].
        ///
        /// `key` is a `SecretKey<Hs256>`, or a `KeyRing` of them.
        ///
        /// Tokens are JSON Web Tokens of the type `account+jwt`, signed with HS256: whoever holds one can read its claims, and only who has the key can make one.
        ///
        /// Every response that writes the session sets the token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`).
        ///
        /// The client presents it in the cookie `__Host-session`.
        ///
        /// It ends after 30 minutes without a request, and at the latest 14 days after its start.
        #[must_use]
        pub fn layer(
            key: impl ::session_runtime::KeyFor<__AccountCodec>,
        ) -> ::session_runtime::SessionLayer<Account> {
            ::session_runtime::SessionLayer::new(
                ::session_runtime::KeyFor::into_key(key),
                (),
                (),
            )
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<::session_runtime::private::Handle<Account>>
    for AccountSession {
        #[inline]
        fn from(handle: ::session_runtime::private::Handle<Account>) -> Self {
            Self(handle)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for AccountSession {
        /// Shows no claims.
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Formatter::debug_struct(f, "AccountSession")
                .finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl AccountSession {
        /// All claims, with what this handle has changed.
        #[must_use]
        pub fn claims(&self) -> ::std::borrow::Cow<'_, Account>
        where
            for<'c> Account: ::core::clone::Clone,
        {
            self.0.merged()
        }
        /// When the session ends, unless it is renewed before.
        #[must_use]
        pub fn expires_at(&self) -> ::std::time::SystemTime {
            self.0.expires_at()
        }
        /// Whether the session begins in this request.
        #[must_use]
        pub fn is_new(&self) -> bool {
            self.0.is_new()
        }
        /// A session with these claims and without a request, for unit tests of handlers that take `AccountSession`.
        #[must_use]
        pub fn for_test(claims: Account) -> Self {
            Self(::session_runtime::private::Handle::for_test(claims))
        }
        /// Issues the token again with this response, although nothing has changed. It then ends 30 minutes after this request, and at the latest 14 days after its start.
        pub fn renew(&mut self) {
            self.0.renew();
        }
        /// Ends the session: the response tells the client to drop the cookie `__Host-session`.
        ///
        /// The client holds the session, and the server remembers none: a token that somebody has copied stays valid until its `exp`, at most 30 minutes after it was issued. A request that is still under way when this one is answered, and changes the session, hands it out again. Other devices stay logged in.
        ///
        /// A request of another site that could change something is answered with 403, and one that could not, such as a `GET`, is not. `SameSite=Lax` keeps the cookie out of forms that other sites post, and not out of their links: log out in a `POST`.
        ///
        /// # Errors
        /// When the response has already left.
        pub fn end(self) -> ::core::result::Result<(), ::session_runtime::SessionError> {
            self.0.end()
        }
    }
    #[automatically_derived]
    impl AccountSession {
        /// The subject of the session, `user_id` of [`Account`].
        #[inline]
        #[must_use]
        pub fn user_id(&self) -> u64 {
            let value = match &self.0.patch().user_id {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().user_id,
            };
            *value
        }
        /// Changes `user_id`. It is the subject: the session gets a new token, and what older handles of this request have changed is dropped. The token before it stays valid until its `exp`.
        #[inline]
        pub fn set_user_id(&mut self, value: u64) {
            self.0.patch_mut().user_id = ::core::option::Option::Some(value);
        }
        /// `user_id` to change in place; it counts as changed from here on. It is the subject: the session gets a new token, and what older handles of this request have changed is dropped. The token before it stays valid until its `exp`.
        #[inline]
        #[must_use]
        pub fn user_id_mut(&mut self) -> &mut u64 {
            let (claims, patch) = self.0.split();
            patch
                .user_id
                .get_or_insert_with(|| ::core::clone::Clone::clone(&claims.user_id))
        }
        /// `name` of [`Account`].
        #[inline]
        #[must_use]
        pub fn name(&self) -> &str {
            let value = match &self.0.patch().name {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().name,
            };
            value
        }
        /// Changes `name`. No other field is written, so other handles of this request keep what they change.
        #[inline]
        pub fn set_name(&mut self, value: String) {
            self.0.patch_mut().name = ::core::option::Option::Some(value);
        }
        /// `name` to change in place; it counts as changed from here on. No other field is written, so other handles of this request keep what they change.
        #[inline]
        #[must_use]
        pub fn name_mut(&mut self) -> &mut String {
            let (claims, patch) = self.0.split();
            patch.name.get_or_insert_with(|| ::core::clone::Clone::clone(&claims.name))
        }
        /// `theme` of [`Account`].
        #[inline]
        #[must_use]
        pub fn theme(&self) -> ::core::option::Option<&str> {
            let value = match &self.0.patch().theme {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().theme,
            };
            value.as_deref()
        }
        /// Changes `theme`. No other field is written, so other handles of this request keep what they change.
        #[inline]
        pub fn set_theme(&mut self, value: Option<String>) {
            self.0.patch_mut().theme = ::core::option::Option::Some(value);
        }
        /// `theme` to change in place; it counts as changed from here on. No other field is written, so other handles of this request keep what they change.
        #[inline]
        #[must_use]
        pub fn theme_mut(&mut self) -> &mut Option<String> {
            let (claims, patch) = self.0.split();
            patch.theme.get_or_insert_with(|| ::core::clone::Clone::clone(&claims.theme))
        }
    }
    ::session_runtime::__extractors!(AccountSession, Account);
    const _: () = ::session_runtime::private::fits::<
        __AccountCodec,
        ::session_runtime::CookieStorage,
        ::session_runtime::CookieAuth,
    >();
};
