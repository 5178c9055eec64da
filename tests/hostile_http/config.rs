//! Values of the environment, which come at run time. Those of the attribute are held against the same rules by the compiler.

use super::*;
use crate::tokens::runner;
use cookie::Cookie;
use proptest::prelude::*;
use session_runtime::{ConfigError, CookiePolicy, SameSite};

fn refused(change: impl FnOnce(&mut CookiePolicy)) -> ConfigError {
    plain::layer().cookie(change).expect_err("a rule is broken")
}

#[test]
fn req_24_prefixes_and_secure_are_checked() {
    for name in ["__Host-s", "__host-s", "__HOST-s"] {
        let host = |change: fn(&mut CookiePolicy)| {
            refused(|cookie| {
                cookie.name = name.into();
                change(cookie);
            })
        };
        assert_eq!(host(|cookie| cookie.secure = false), ConfigError::HostPrefix);
        assert_eq!(host(|cookie| cookie.path = "/app".into()), ConfigError::HostPrefix);
        assert_eq!(host(|cookie| cookie.domain = Some("example.com".into())), ConfigError::HostPrefix);
    }
    for name in ["__Secure-s", "__secure-s"] {
        let secure = refused(|cookie| {
            cookie.name = name.into();
            cookie.secure = false;
        });
        assert_eq!(secure, ConfigError::SecurePrefix);
    }
    let insecure = |change: fn(&mut CookiePolicy)| {
        refused(|cookie| {
            cookie.secure = false;
            change(cookie);
        })
    };
    assert_eq!(insecure(|cookie| cookie.same_site = SameSite::None), ConfigError::SameSiteNone);
    assert_eq!(insecure(|cookie| cookie.partitioned = true), ConfigError::Partitioned);
    assert!(plain::layer().cookie(|cookie| cookie.name = "__Host-s".into()).is_ok());
}

/// Either an error, or a line from which a client reads what was meant: nothing is injected.
#[test]
fn req_30_nothing_is_injected_through_the_attributes() {
    let text = || {
        prop_oneof![
            ".*",
            "[a-z/.;,= \"\\\\\r\n\t\0é-]{0,12}",
            Just("a; Domain=evil.example".to_owned()),
            Just("/\r\nSet-Cookie: x=y".to_owned()),
            "/[a-z]{0,8}",
            "[a-z]{1,8}",
            "[a-z]{1,8}\\.example",
        ]
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let accepted = std::cell::Cell::new(0);
    runner(2000)
        .run(&(text(), text(), proptest::option::of(text())), |(name, path, domain)| {
            let changed = plain::layer().cookie(|cookie| {
                cookie.name = name.clone().into();
                cookie.path = path.clone().into();
                cookie.domain = domain.clone().map(Into::into);
            });
            let Ok(layer) = changed else { return Ok(()) };
            accepted.set(accepted.get() + 1);
            let service = tower::ServiceBuilder::new().layer(layer).service(plain::routes());
            let request = http::Request::post("/start").body(axum::body::Body::empty()).unwrap();
            let answer = runtime.block_on(tower::ServiceExt::oneshot(service, request)).unwrap();
            let line = answer.headers()["set-cookie"].to_str().unwrap();
            let cookie = Cookie::parse(line).unwrap();
            prop_assert_eq!(cookie.name(), &name);
            prop_assert_eq!(line.matches(';').count(), 5 + usize::from(domain.is_some()));
            prop_assert!(line.contains(&format!("; Path={path}; ")), "{}", line);
            prop_assert_eq!(cookie.domain(), domain.as_deref());
            prop_assert!(cookie.value().bytes().all(|b| b.is_ascii_graphic() && !b"\",;\\".contains(&b)));
            Ok(())
        })
        .unwrap();
    assert!(accepted.get() > 10, "some of them are fine: {accepted:?}");
}
