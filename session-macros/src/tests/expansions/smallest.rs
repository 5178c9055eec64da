/// The live session of [`MyClaims`]: what a handler reads and changes.
///
/// Every response that writes the session sets the token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`).
///
/// The client presents it as `authorization: Bearer <token>`. `HttpOnly` is on: that is for clients that read `Set-Cookie` themselves, and script in a page cannot read it. `cookie(http_only = false)` lets it.
///
/// It ends 14 days after its start.
///
/// Fields that a handler changes become the session's when this is dropped, and go out with the response.
#[allow(dead_code, non_camel_case_types, unreachable_pub)]
pub struct MyClaimsSession(::session_runtime::private::Handle<MyClaims>);
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
    type __MyClaimsCodec = ::session_runtime::__jwt!(
        Hs256,
        ::core::compile_error!("codec `jwt` needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features jwt`")
    );
    #[doc(hidden)]
    #[derive(::core::clone::Clone, ::core::default::Default)]
    pub struct __MyClaimsPatch {
        user_id: ::core::option::Option<u64>,
        name: ::core::option::Option<String>,
    }
    #[automatically_derived]
    impl ::session_runtime::private::Patch<MyClaims> for __MyClaimsPatch {
        fn is_empty(&self) -> bool {
            self.user_id.is_none() && self.name.is_none()
        }
        fn merge(&mut self, later: Self) {
            if later.user_id.is_some() {
                self.user_id = later.user_id;
            }
            if later.name.is_some() {
                self.name = later.name;
            }
        }
        fn apply(self, claims: &mut MyClaims) {
            if let ::core::option::Option::Some(value) = self.user_id {
                claims.user_id = value;
            }
            if let ::core::option::Option::Some(value) = self.name {
                claims.name = value;
            }
        }
        fn changes_subject(&self) -> bool {
            false
        }
        fn rotates(&self) -> bool {
            false
        }
        fn strip_rotating(&mut self) -> bool {
            let rotates = ::session_runtime::private::Patch::rotates(self);
            rotates
        }
    }
    #[automatically_derived]
    impl ::session_runtime::Session for MyClaims {
        type Codec = __MyClaimsCodec;
        type Storage = ::session_runtime::CookieStorage;
        type Auth = ::session_runtime::HeaderAuth;
        type Revocation = ::session_runtime::NeverRevoked;
        type Live = MyClaimsSession;
        type Patch = __MyClaimsPatch;
        const SETTINGS: ::session_runtime::Settings = ::session_runtime::Settings::new(
                "MyClaims",
                "my-claims+jwt",
            )
            .lifetime(1_209_600)
            .cookie(::session_runtime::CookieSettings::new("__Host-session"));
    }
    #[automatically_derived]
    impl MyClaims {
        /// The layer that gives requests their session of [`MyClaims`].
        ///
        /// `key` is a `SecretKey<Hs256>`, or a `KeyRing` of them.
        ///
        /// Tokens are JSON Web Tokens of the type `my-claims+jwt`, signed with HS256: whoever holds one can read its claims, and only who has the key can make one.
        ///
        /// Every response that writes the session sets the token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`).
        ///
        /// The client presents it as `authorization: Bearer <token>`. `HttpOnly` is on: that is for clients that read `Set-Cookie` themselves, and script in a page cannot read it. `cookie(http_only = false)` lets it.
        ///
        /// It ends 14 days after its start.
        #[must_use]
        pub fn layer(
            key: impl ::session_runtime::KeyFor<__MyClaimsCodec>,
        ) -> ::session_runtime::SessionLayer<MyClaims> {
            ::session_runtime::SessionLayer::new(
                ::session_runtime::KeyFor::into_key(key),
                (),
                (),
            )
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<::session_runtime::private::Handle<MyClaims>>
    for MyClaimsSession {
        #[inline]
        fn from(handle: ::session_runtime::private::Handle<MyClaims>) -> Self {
            Self(handle)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for MyClaimsSession {
        /// Shows no claims.
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Formatter::debug_struct(f, "MyClaimsSession")
                .finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl MyClaimsSession {
        /// All claims, with what this handle has changed.
        #[must_use]
        pub fn claims(&self) -> ::std::borrow::Cow<'_, MyClaims>
        where
            for<'c> MyClaims: ::core::clone::Clone,
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
        /// A session with these claims and without a request, for unit tests of handlers that take `MyClaimsSession`.
        #[must_use]
        pub fn for_test(claims: MyClaims) -> Self {
            Self(::session_runtime::private::Handle::for_test(claims))
        }
        /// Issues the token again with this response, although nothing has changed. It still ends 14 days after its start.
        pub fn renew(&mut self) {
            self.0.renew();
        }
        /// Ends the session: the response tells the client to drop the cookie `__Host-session`.
        ///
        /// The client holds the session, and the server remembers none: a token that somebody has copied stays valid until its `exp`, at most 14 days after it was issued. A request that is still under way when this one is answered, and changes the session, hands it out again. Other devices stay logged in.
        ///
        /// # Errors
        /// When the response has already left.
        pub fn end(self) -> ::core::result::Result<(), ::session_runtime::SessionError> {
            self.0.end()
        }
    }
    #[automatically_derived]
    impl MyClaimsSession {
        /// `user_id` of [`MyClaims`].
        #[inline]
        #[must_use]
        pub fn user_id(&self) -> u64 {
            let value = match &self.0.patch().user_id {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().user_id,
            };
            *value
        }
        /// Changes `user_id`. No other field is written, so other handles of this request keep what they change.
        #[inline]
        pub fn set_user_id(&mut self, value: u64) {
            self.0.patch_mut().user_id = ::core::option::Option::Some(value);
        }
        /// `user_id` to change in place; it counts as changed from here on. No other field is written, so other handles of this request keep what they change.
        #[inline]
        #[must_use]
        pub fn user_id_mut(&mut self) -> &mut u64 {
            let (claims, patch) = self.0.split();
            patch
                .user_id
                .get_or_insert_with(|| ::core::clone::Clone::clone(&claims.user_id))
        }
        /// `name` of [`MyClaims`].
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
    }
    ::session_runtime::__extractors!(MyClaimsSession, MyClaims);
    const _: () = ::session_runtime::private::fits::<
        __MyClaimsCodec,
        ::session_runtime::CookieStorage,
        ::session_runtime::HeaderAuth,
    >();
};
