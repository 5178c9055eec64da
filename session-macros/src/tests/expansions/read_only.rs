/// The live session of [`Caller`]: what a handler reads and changes.
///
/// The layer hands no token out: tokens come from elsewhere, or from `layer.tokens().issue(&claims)`.
///
/// The client presents it as `authorization: Bearer <token>`.
///
/// It ends 14 days after its start.
///
/// It can only be read here.
#[allow(dead_code, non_camel_case_types, unreachable_pub)]
struct CallerSession(::session_runtime::private::Handle<Caller>);
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
    type __CallerCodec = ::session_runtime::__jwt!(
        Hs256,
        ::core::compile_error!("codec `jwt` needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features jwt`")
    );
    #[automatically_derived]
    impl ::session_runtime::Session for Caller {
        type Codec = __CallerCodec;
        type Storage = ::session_runtime::NoStorage;
        type Auth = ::session_runtime::HeaderAuth;
        type Revocation = ::session_runtime::NeverRevoked;
        type Live = CallerSession;
        type Patch = ::session_runtime::private::NoPatch;
        const SETTINGS: ::session_runtime::Settings = ::session_runtime::Settings::new(
                "Caller",
                "caller+jwt",
            )
            .lifetime(1_209_600)
            .issuer("https://id.example.com")
            .owns(::session_runtime::private::Owned::NONE.exp());
    }
    #[automatically_derived]
    impl ::session_runtime::HasSubject for Caller
    where
        for<'no> ::session_runtime::NoStorage: ::session_runtime::Indexed,
    {
        type Subject = ();
        fn subject(&self) -> &() {
            &()
        }
    }
    #[automatically_derived]
    impl Caller {
        /// The layer that gives requests their session of [`Caller`].
        ///
        /// `key` is a `SecretKey<Hs256>`, or a `KeyRing` of them.
        ///
        /// Tokens are JSON Web Tokens of the type `caller+jwt`, signed with HS256: whoever holds one can read its claims, and only who has the key can make one.
        ///
        /// The layer hands no token out: tokens come from elsewhere, or from `layer.tokens().issue(&claims)`.
        ///
        /// The client presents it as `authorization: Bearer <token>`.
        ///
        /// It ends 14 days after its start.
        #[must_use]
        fn layer(
            key: impl ::session_runtime::KeyFor<__CallerCodec>,
        ) -> ::session_runtime::SessionLayer<Caller> {
            ::session_runtime::SessionLayer::new(
                ::session_runtime::KeyFor::into_key(key),
                (),
                (),
            )
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<::session_runtime::private::Handle<Caller>>
    for CallerSession {
        #[inline]
        fn from(handle: ::session_runtime::private::Handle<Caller>) -> Self {
            Self(handle)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for CallerSession {
        /// Shows no claims.
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Formatter::debug_struct(f, "CallerSession")
                .finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl CallerSession {
        /// All claims, with what this handle has changed.
        #[must_use]
        fn claims(&self) -> ::std::borrow::Cow<'_, Caller>
        where
            for<'c> Caller: ::core::clone::Clone,
        {
            self.0.merged()
        }
        /// When the session ends, unless it is renewed before.
        #[must_use]
        fn expires_at(&self) -> ::std::time::SystemTime {
            self.0.expires_at()
        }
        /// Whether the session begins in this request.
        #[must_use]
        fn is_new(&self) -> bool {
            self.0.is_new()
        }
        /// A session with these claims and without a request, for unit tests of handlers that take `CallerSession`.
        #[must_use]
        fn for_test(claims: Caller) -> Self {
            Self(::session_runtime::private::Handle::for_test(claims))
        }
    }
    #[automatically_derived]
    impl CallerSession {
        /// The subject of the session, `user_id` of [`Caller`].
        #[inline]
        #[must_use]
        fn user_id(&self) -> u64 {
            let value = &self.0.claims().user_id;
            *value
        }
        /// `scopes` of [`Caller`].
        #[inline]
        #[must_use]
        fn scopes(&self) -> &Vec<String> {
            let value = &self.0.claims().scopes;
            value
        }
        /// `exp` of [`Caller`].
        #[inline]
        #[must_use]
        fn exp(&self) -> u64 {
            let value = &self.0.claims().exp;
            *value
        }
    }
    #[automatically_derived]
    impl CallerSession {
        #[doc(hidden)]
        fn set_user_id(&mut self, _: u64)
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn user_id_mut(&mut self) -> &mut u64
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn set_scopes(&mut self, _: Vec<String>)
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn scopes_mut(&mut self) -> &mut Vec<String>
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn set_exp(&mut self, _: u64)
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn exp_mut(&mut self) -> &mut u64
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn renew(&mut self)
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
        #[doc(hidden)]
        fn end(self) -> ::core::result::Result<(), ::session_runtime::SessionError>
        where
            for<'no> ::session_runtime::NoStorage: ::session_runtime::HandsOut,
        {
            ::core::unreachable!()
        }
    }
    ::session_runtime::__extractors!(CallerSession, Caller);
    const _: () = ::session_runtime::private::fits::<
        __CallerCodec,
        ::session_runtime::NoStorage,
        ::session_runtime::HeaderAuth,
    >();
};
