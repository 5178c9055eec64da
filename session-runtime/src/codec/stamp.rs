//! When a session began, was issued, and ends.

use crate::revocation::Sid;
use crate::settings::Settings;

/// The times of a session, in whole seconds since the Unix epoch (RFC 7519 section 2, NumericDate).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When the session began. A token whose `exp` never moves does not carry it: then the time of its issue stands here.
    pub started: u64,
    /// When this token was issued.
    pub issued: u64,
    /// When the session ends unless it is renewed.
    pub expires: u64,
    /// When the session ends, however often it is renewed.
    pub ends: u64,
    /// Whether the session was started as one that a browser forgets when it is closed, whatever the attribute says.
    pub browser_session: bool,
    /// Which session the token is of, where sessions can be revoked. A codec of one's own writes and reads it like the times.
    pub sid: Option<Sid>,
}

impl Stamp {
    /// A session that begins at `now` and lives for `lifetime` seconds, or for the idle timeout if that is shorter.
    #[must_use]
    pub fn start(now: u64, lifetime: u64, settings: &Settings) -> Self {
        let ends = now.saturating_add(lifetime);
        Stamp { started: now, issued: now, expires: ends, ends, browser_session: false, sid: None }
            .reissue(now, settings)
    }

    /// The same session, issued again at `now`: an idle timeout begins anew, the absolute end stays where it was.
    #[must_use]
    pub fn reissue(self, now: u64, settings: &Settings) -> Self {
        let expires = settings.idle.map_or(self.ends, |idle| self.ends.min(now.saturating_add(idle)));
        Stamp { issued: now, expires, ..self }
    }

    /// Whether a session that was read at `now` is due for renewal: it has an idle timeout, `renew_after` has passed, and
    /// renewing it would change when it expires.
    #[must_use]
    pub fn due(self, now: u64, settings: &Settings) -> bool {
        settings.idle.is_some()
            && now.saturating_sub(self.issued) >= settings.renew_after
            && self.reissue(now, settings).expires != self.expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Settings = Settings::new("T", "t+jwt").lifetime(1000);
    const IDLE: Settings = PLAIN.idle(100, 25);

    #[test]
    fn without_an_idle_timeout_the_end_never_moves() {
        let stamp = Stamp::start(50, 400, &PLAIN);
        assert_eq!((stamp.started, stamp.issued, stamp.expires, stamp.ends), (50, 50, 450, 450));
        let again = stamp.reissue(60, &PLAIN);
        assert_eq!(again, Stamp { issued: 60, ..stamp });
        assert!(!again.due(440, &PLAIN));
    }

    #[test]
    fn an_idle_timeout_slides_up_to_the_end() {
        let stamp = Stamp::start(0, 130, &IDLE);
        assert_eq!((stamp.started, stamp.issued, stamp.expires, stamp.ends), (0, 0, 100, 130));
        assert!(!stamp.due(24, &IDLE));
        assert!(stamp.due(25, &IDLE));
        let again = stamp.reissue(25, &IDLE);
        assert_eq!(again.expires, 125);
        assert!(again.due(50, &IDLE));
        let last = again.reissue(50, &IDLE);
        assert_eq!((last.started, last.issued, last.expires, last.ends), (0, 50, 130, 130));
        assert!(!last.due(90, &IDLE), "renewing would change nothing");
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let stamp = Stamp::start(u64::MAX, u64::MAX, &IDLE);
        assert_eq!(stamp.ends, u64::MAX);
        assert_eq!(stamp.reissue(u64::MAX, &IDLE).expires, u64::MAX);
    }
}
