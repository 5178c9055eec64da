//! What others offer.

pub(crate) mod actix;
mod axum_session;
mod extractors;
mod jars;
mod tower_sessions;

use crate::run::Runs;
use crate::scenario::Scenario;
use std::rc::Rc;
use tokio::runtime::Runtime;

/// Those who live with axum. None where one does not do what the scenario asks for.
pub(crate) fn all(
    runtime: &Rc<Runtime>,
    scenario: Scenario,
    roles: usize,
) -> Vec<(&'static str, Option<Box<dyn Runs>>)> {
    let mut all = tower_sessions::all(runtime, scenario, roles);
    all.extend([
        ("axum_session", axum_session::run(runtime, scenario, roles)),
        ("SignedCookieJar", jars::signed(runtime, scenario, roles)),
        ("PrivateCookieJar", jars::private(runtime, scenario, roles)),
        ("jwt-authorizer", extractors::jwt_authorizer(runtime, scenario, roles)),
        ("axum-jwt-auth", extractors::axum_jwt_auth(runtime, scenario, roles)),
    ]);
    all
}
