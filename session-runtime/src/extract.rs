//! Extractors for axum.

use crate::auth::Auth;
use crate::error::SessionError;
use crate::handle::Handle;
use crate::rejection::Rejection;
use crate::session::Session;
use crate::slot::SessionSlot;
use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use thiserror::Error;

/// Why a handler that needs a session was not called.
///
/// A handler that wants to answer by itself, such as with a redirect to its login page, takes
/// `Result<AccountSession, SessionRejection>`.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SessionRejection {
    /// No session, or none that is valid: 401, with a challenge where a header authenticates (RFC 6750 section 3).
    #[error("there is no valid session")]
    NoSession {
        /// Why what was presented was refused, if anything was. The answer does not tell.
        reason: Option<Rejection>,
        /// The `WWW-Authenticate` field, where a header authenticates.
        challenge: Option<HeaderValue>,
    },
    /// More than one `Authorization` field: 400 (RFC 6750 section 3.1, `invalid_request`).
    #[error("the request has more than one authorization field")]
    DuplicateHeader,
    /// The session cannot be reached: 500 for a route without its layer, 503 for a store that fails, 403 for
    /// a request that another site sent.
    #[error(transparent)]
    Session(#[from] SessionError),
}

impl IntoResponse for SessionRejection {
    fn into_response(self) -> Response {
        match self {
            SessionRejection::NoSession { challenge, .. } => {
                let mut response = StatusCode::UNAUTHORIZED.into_response();
                if let Some(challenge) = challenge {
                    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
                }
                response
            }
            SessionRejection::DuplicateHeader => StatusCode::BAD_REQUEST.into_response(),
            SessionRejection::Session(error) => error.into_response(),
        }
    }
}

/// 503 where the store failed, and 403 for a request that another site sent. Else a mistake of the application: 500, with the reason in the log and in the body. It names no
/// token, no key and no id.
impl IntoResponse for SessionError {
    fn into_response(self) -> Response {
        // Both were logged where they happened, and the client learns nothing more.
        match self {
            SessionError::Store { .. } => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            SessionError::CrossSite { .. } => return StatusCode::FORBIDDEN.into_response(),
            _ => {}
        }
        tracing::error!(error = %self, "a session could not be reached or changed");
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}

impl<C: Session, S: Sync> FromRequestParts<S> for SessionSlot<C> {
    type Rejection = SessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SessionRejection> {
        Ok(SessionSlot::of(parts)?)
    }
}

/// The session that a handler needs; under `default`, one that begins with its first change.
pub(crate) async fn require<C: Session>(parts: &Parts) -> Result<Handle<C>, SessionRejection> {
    let slot = SessionSlot::<C>::find(&parts.extensions)?;
    if let Some(handle) = slot.load_from(Some(&parts.headers)).await? {
        return Ok(handle);
    }
    match slot.rejection() {
        Some(Rejection::DuplicateHeader) => Err(SessionRejection::DuplicateHeader),
        reason => match C::default_claims() {
            Some(claims) => Ok(slot.unstarted(claims)),
            None => Err(SessionRejection::NoSession { reason, challenge: challenge(slot, reason) }),
        },
    }
}

/// The session that a handler can do without.
pub(crate) async fn find<C: Session>(parts: &Parts) -> Result<Option<Handle<C>>, SessionRejection> {
    let slot = SessionSlot::<C>::find(&parts.extensions)?;
    Ok(slot.load_from(Some(&parts.headers)).await?)
}

/// RFC 6750 section 3.1: no error code where nothing was presented.
fn challenge<C: Session>(slot: &SessionSlot<C>, reason: Option<Rejection>) -> Option<HeaderValue> {
    let names = slot.config()?.wire.header.as_ref()?;
    if !C::Auth::CHALLENGES {
        return None;
    }
    let realm = C::SETTINGS.typ.split('+').next().unwrap_or_default();
    let error = if reason.is_some() { ", error=\"invalid_token\"" } else { "" };
    HeaderValue::try_from(format!("{} realm=\"{realm}\"{error}", names.scheme)).ok()
}

/// Writes the extractors of a generated session: a derive cannot see which features the runtime has.
#[doc(hidden)]
#[macro_export]
macro_rules! __extractors {
    ($live:ident, $claims:ident) => {
        #[automatically_derived]
        impl<S: ::core::marker::Sync> $crate::private::axum_core::extract::FromRequestParts<S> for $live {
            type Rejection = $crate::SessionRejection;

            async fn from_request_parts(
                parts: &mut $crate::private::http::request::Parts,
                _: &S,
            ) -> ::core::result::Result<Self, Self::Rejection> {
                $crate::private::require::<$claims>(parts).await.map(<Self as ::core::convert::From<_>>::from)
            }
        }

        #[automatically_derived]
        impl<S: ::core::marker::Sync> $crate::private::axum_core::extract::OptionalFromRequestParts<S>
            for $live
        {
            type Rejection = $crate::SessionRejection;

            async fn from_request_parts(
                parts: &mut $crate::private::http::request::Parts,
                _: &S,
            ) -> ::core::result::Result<::core::option::Option<Self>, Self::Rejection> {
                let found = $crate::private::find::<$claims>(parts).await?;
                ::core::result::Result::Ok(found.map(<Self as ::core::convert::From<_>>::from))
            }
        }
    };
}
