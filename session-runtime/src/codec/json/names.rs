//! The claim names that mean something to the layer, and sets of them.

use crate::settings::Owned;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A claim that means something to the layer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Name {
            $($(#[$doc])* $name,)*
        }

        impl Name {
            pub(super) const ALL: &[Name] = &[$(Name::$name,)*];

            pub(super) const fn text(self) -> &'static str {
                match self {
                    $(Name::$name => $text,)*
                }
            }

            /// The claim of this name, compared byte for byte (RFC 7519 section 4).
            #[inline]
            pub(super) fn of(text: &[u8]) -> Option<Self> {
                // All of them have three letters.
                let &[a, b, c] = text else { return None };
                $(if [a, b, c] == *$text.as_bytes() {
                    return Some(Name::$name);
                })*
                None
            }
        }
    };
}

names! {
    /// The issuer (RFC 7519 section 4.1.1).
    Iss = "iss",
    /// The subject: the claims' business alone.
    Sub = "sub",
    /// The audience.
    Aud = "aud",
    /// When it expires.
    Exp = "exp",
    /// Before when it is not valid.
    Nbf = "nbf",
    /// When it was issued.
    Iat = "iat",
    /// The token's id: the claims' business alone.
    Jti = "jti",
    /// When the session started.
    Start = "sst",
    /// When it expires for want of use, where `exp` is the claims' own.
    Idle = "sxp",
    /// When the session ends at the latest.
    End = "sse",
    /// Which registered claims the layer added.
    Added = "sla",
    /// Whether the client forgets it when it is closed.
    Browser = "sbs",
    /// The session's id.
    Session = "sid",
    /// The version of the claims struct.
    Version = "svn",
}

/// A set of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Names(u16);

impl Names {
    pub(super) const NONE: Names = Names(0);
    /// Registered claims that the layer enforces, whoever owns them.
    pub(super) const SHARED: Names =
        Names::NONE.with(Name::Iss).with(Name::Aud).with(Name::Exp).with(Name::Nbf).with(Name::Iat);
    /// Names that no claims type can use.
    pub(super) const RESERVED: Names = Names::NONE
        .with(Name::Start)
        .with(Name::Idle)
        .with(Name::End)
        .with(Name::Added)
        .with(Name::Browser)
        .with(Name::Session)
        .with(Name::Version);

    /// All of both.
    pub(super) const ALL: Names = Names(Names::SHARED.0 | Names::RESERVED.0);
    /// What a token that refers to a session on the server says.
    pub(super) const ID: Names = Names::NONE.with(Name::Session);
    /// Those that say when a token is valid.
    pub(super) const TIMES: Names = Names::NONE.with(Name::Exp).with(Name::Nbf).with(Name::Iat);

    pub(super) const fn with(self, name: Name) -> Self {
        Names(self.0 | 1 << name as u8)
    }

    pub(super) const fn without(self, others: Names) -> Self {
        Names(self.0 & !others.0)
    }

    pub(super) const fn only(self, others: Names) -> Self {
        Names(self.0 & others.0)
    }

    pub(super) const fn has(self, name: Name) -> bool {
        self.0 & (1 << name as u8) != 0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Name> {
        Name::ALL.iter().copied().filter(move |name| self.has(*name))
    }

    /// Those that a struct declares and the layer enforces.
    pub(super) const fn declared(owned: Owned) -> Self {
        let mut names = Names::NONE;
        if owned.has_iss() {
            names = names.with(Name::Iss);
        }
        if owned.has_aud() {
            names = names.with(Name::Aud);
        }
        if owned.has_exp() {
            names = names.with(Name::Exp);
        }
        if owned.has_nbf() {
            names = names.with(Name::Nbf);
        }
        if owned.has_iat() {
            names = names.with(Name::Iat);
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_text_and_nothing_else() {
        for &name in Name::ALL {
            assert_eq!(Name::of(name.text().as_bytes()), Some(name));
            assert_eq!(Name::of(name.text().to_uppercase().as_bytes()), None);
            assert_eq!(Name::of(&name.text().as_bytes()[..2]), None);
        }
        assert_eq!(Name::of(b"expires"), None);
    }

    #[test]
    fn declared_follows_the_attribute() {
        assert_eq!(Names::declared(Owned::NONE), Names::NONE);
        let all = Owned::NONE.iss().sub().aud().exp().nbf().iat().jti();
        assert_eq!(Names::declared(all), Names::SHARED);
    }
}
