//! Where errors point.

use proc_macro2::{Span, TokenStream, TokenTree};

/// The first and the last span of tokens: on stable, a span of several tokens is only that of the first.
pub(crate) fn ends(tokens: TokenStream) -> Option<(Span, Span)> {
    let mut tokens = tokens.into_iter();
    let first = tokens.next()?;
    let last = tokens.last().map_or_else(|| first.span(), |last| last.span());
    Some((first.span(), last))
}

/// The same tokens at another place. Groups keep what is in them.
pub(crate) fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let place = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.into_iter().map(place).collect()
}
