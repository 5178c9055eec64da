/// The live session of [`Account`]: what a handler reads and changes.
///
/// It is kept in Redis. A response that begins it, or gives it a new id, sets its token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`); a change of other fields is saved and hands nothing out.
///
/// The client presents it in the cookie `__Host-session`.
///
/// It ends after 30 minutes without a request, and at the latest 14 days after its start.
///
/// Fields that a handler changes become the session's when this is dropped, and are saved before the response is sent. Requests that change different fields at the same time both keep what they change.
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
    type __AccountStorage = ::session_runtime::__redis!(
        ::core::compile_error!("storage `redis` needs a feature that is not enabled\nhelp: run `cargo add session-runtime --features redis`")
    );
    #[doc(hidden)]
    #[derive(::core::clone::Clone, ::core::default::Default)]
    pub struct __AccountPatch {
        user_id: ::core::option::Option<u64>,
        is_admin: ::core::option::Option<bool>,
        visits: ::core::option::Option<u32>,
        theme: ::core::option::Option<Option<String>>,
    }
    #[automatically_derived]
    impl ::session_runtime::private::Patch<Account> for __AccountPatch {
        fn is_empty(&self) -> bool {
            self.user_id.is_none() && self.is_admin.is_none() && self.visits.is_none()
                && self.theme.is_none()
        }
        fn merge(&mut self, later: Self) {
            if later.user_id.is_some() {
                self.user_id = later.user_id;
            }
            if later.is_admin.is_some() {
                self.is_admin = later.is_admin;
            }
            if later.visits.is_some() {
                self.visits = later.visits;
            }
            if later.theme.is_some() {
                self.theme = later.theme;
            }
        }
        fn apply(self, claims: &mut Account) {
            if let ::core::option::Option::Some(value) = self.user_id {
                claims.user_id = value;
            }
            if let ::core::option::Option::Some(value) = self.is_admin {
                claims.is_admin = value;
            }
            if let ::core::option::Option::Some(value) = self.visits {
                claims.visits = value;
            }
            if let ::core::option::Option::Some(value) = self.theme {
                claims.theme = value;
            }
        }
        fn changes_subject(&self) -> bool {
            self.user_id.is_some()
        }
        fn rotates(&self) -> bool {
            self.user_id.is_some() || self.is_admin.is_some()
        }
        fn strip_rotating(&mut self) -> bool {
            let rotates = ::session_runtime::private::Patch::rotates(self);
            self.user_id = ::core::option::Option::None;
            self.is_admin = ::core::option::Option::None;
            rotates
        }
        const COMBINES: bool = true;
        fn rebase(&mut self, base: &Account, theirs: &Account) {
            if let ::core::option::Option::Some(mine) = ::core::option::Option::take(
                &mut self.visits,
            ) {
                let merge: fn(&u32, u32, &u32) -> u32 = crate::sum;
                self.visits = ::core::option::Option::Some(
                    merge(&base.visits, mine, &theirs.visits),
                );
            }
        }
        fn conflicts(&self, base: &Account, theirs: &Account) -> bool {
            self.user_id.is_some()
                && ::session_runtime::private::differ(&base.user_id, &theirs.user_id)
                || self.is_admin.is_some()
                    && ::session_runtime::private::differ(
                        &base.is_admin,
                        &theirs.is_admin,
                    )
                || self.theme.is_some()
                    && ::session_runtime::private::differ(&base.theme, &theirs.theme)
        }
    }
    #[automatically_derived]
    impl ::session_runtime::Session for Account {
        type Codec = ::session_runtime::Opaque;
        type Storage = __AccountStorage;
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
            .reject_on_conflict()
            .cookie(::session_runtime::CookieSettings::new("__Host-session"));
        fn subject_text(&self) -> ::core::option::Option<::std::string::String> {
            ::session_runtime::private::subject_text(self)
        }
    }
    #[automatically_derived]
    impl ::session_runtime::HasSubject for Account {
        type Subject = u64;
        fn subject(&self) -> &u64 {
            &self.user_id
        }
    }
    #[automatically_derived]
    impl Account {
        /// The layer that gives requests their session of [`Account`].
        ///
        /// `store` is a `RedisStore`, which keeps the sessions.
        ///
        /// Tokens are the ids of sessions: 256 random bits, which say nothing and of which the store has only the SHA-256.
        ///
        /// It is kept in Redis. A response that begins it, or gives it a new id, sets its token as the cookie `__Host-session` (`Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age`); a change of other fields is saved and hands nothing out.
        ///
        /// The client presents it in the cookie `__Host-session`.
        ///
        /// It ends after 30 minutes without a request, and at the latest 14 days after its start.
        ///
        /// A request whose session cannot be loaded because the store fails is answered with 503 if it asks for it. A response whose session cannot be saved becomes a 503.
        #[must_use]
        pub fn layer(
            store: __AccountStorage,
        ) -> ::session_runtime::SessionLayer<Account> {
            ::session_runtime::SessionLayer::new(::session_runtime::NoKey, store, ())
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
        /// Moves the session's end in the store, and hands its token out again with this response, although nothing has changed. It then ends 30 minutes after this request, and at the latest 14 days after its start.
        pub fn renew(&mut self) {
            self.0.renew();
        }
        /// Ends the session: the response tells the client to drop the cookie `__Host-session`.
        ///
        /// It is deleted in the store before the response is sent: from then on a copy of its token opens nothing, and a request that is still under way cannot bring it back. If the store fails, the answer is 503 and the client keeps its token, to try again. Other sessions of the same subject go on.
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
        /// Changes `user_id`. It is the subject: the session gets a new token, and what older handles of this request have changed is dropped. The id before it is dead when the response is sent.
        #[inline]
        pub fn set_user_id(&mut self, value: u64) {
            self.0.patch_mut().user_id = ::core::option::Option::Some(value);
        }
        /// `user_id` to change in place; it counts as changed from here on. It is the subject: the session gets a new token, and what older handles of this request have changed is dropped. The id before it is dead when the response is sent.
        #[inline]
        #[must_use]
        pub fn user_id_mut(&mut self) -> &mut u64 {
            let (claims, patch) = self.0.split();
            patch
                .user_id
                .get_or_insert_with(|| ::core::clone::Clone::clone(&claims.user_id))
        }
        /// `is_admin` of [`Account`].
        #[inline]
        #[must_use]
        pub fn is_admin(&self) -> bool {
            let value = match &self.0.patch().is_admin {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().is_admin,
            };
            *value
        }
        /// Changes `is_admin`. It is a privilege: the session gets a new token, and older handles of this request change no privilege any more. The id before it is dead when the response is sent.
        #[inline]
        pub fn set_is_admin(&mut self, value: bool) {
            self.0.patch_mut().is_admin = ::core::option::Option::Some(value);
        }
        /// `is_admin` to change in place; it counts as changed from here on. It is a privilege: the session gets a new token, and older handles of this request change no privilege any more. The id before it is dead when the response is sent.
        #[inline]
        #[must_use]
        pub fn is_admin_mut(&mut self) -> &mut bool {
            let (claims, patch) = self.0.split();
            patch
                .is_admin
                .get_or_insert_with(|| ::core::clone::Clone::clone(&claims.is_admin))
        }
        /// `visits` of [`Account`].
        #[inline]
        #[must_use]
        pub fn visits(&self) -> u32 {
            let value = match &self.0.patch().visits {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => &self.0.claims().visits,
            };
            *value
        }
        /// Changes `visits`. No other field is written, so other handles of this request keep what they change. If another request changes it at the same time, `crate::sum` makes one of both changes.
        #[inline]
        pub fn set_visits(&mut self, value: u32) {
            self.0.patch_mut().visits = ::core::option::Option::Some(value);
        }
        /// `visits` to change in place; it counts as changed from here on. No other field is written, so other handles of this request keep what they change. If another request changes it at the same time, `crate::sum` makes one of both changes.
        #[inline]
        #[must_use]
        pub fn visits_mut(&mut self) -> &mut u32 {
            let (claims, patch) = self.0.split();
            patch
                .visits
                .get_or_insert_with(|| ::core::clone::Clone::clone(&claims.visits))
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
        /// Changes `theme`. No other field is written, so other handles of this request keep what they change. If another request has changed it meanwhile, the answer is 409 and nothing is saved.
        #[inline]
        pub fn set_theme(&mut self, value: Option<String>) {
            self.0.patch_mut().theme = ::core::option::Option::Some(value);
        }
        /// `theme` to change in place; it counts as changed from here on. No other field is written, so other handles of this request keep what they change. If another request has changed it meanwhile, the answer is 409 and nothing is saved.
        #[inline]
        #[must_use]
        pub fn theme_mut(&mut self) -> &mut Option<String> {
            let (claims, patch) = self.0.split();
            patch.theme.get_or_insert_with(|| ::core::clone::Clone::clone(&claims.theme))
        }
    }
    ::session_runtime::__extractors!(AccountSession, Account);
    const _: () = ::session_runtime::private::fits::<
        ::session_runtime::Opaque,
        __AccountStorage,
        ::session_runtime::CookieAuth,
    >();
};
