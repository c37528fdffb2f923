//! The spans of generated tokens.
//!
//! Two rules keep hygiene and rustc's messages right, also where `stream!` is used inside the
//! user's own macros:
//!
//! 1. The name of an operator keeps the user's span and is emitted with it exactly once, so that
//!    an error, a hover or a jump to the definition belongs to one token. What stands for the
//!    record in the call carries the span of the `|>` that brings the record along.
//! 2. Every generated local resolves at one fixed place, the first token of the program. Were some
//!    locals resolved where the user wrote and others where the macro is defined, rustc would hide
//!    one from the other.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// The span of the record in a generated call of an operator: that of the operator's `|>`.
pub(crate) fn item_span(pipe: Span, anchor: Span) -> Span {
    pipe.resolved_at(anchor)
}

/// A generated local, shown at `location` and resolved at the program's `anchor`.
pub(crate) fn local(name: &str, location: Span, anchor: Span) -> Ident {
    Ident::new(name, location.resolved_at(anchor))
}

/// The place at which all generated locals of a program resolve: its first token.
///
/// A macro fragment such as `$host:expr` arrives in an invisible group, whose own span is that of
/// the macro; the first token inside it is the user's.
pub(crate) fn anchor(program: &TokenStream) -> Span {
    match program.clone().into_iter().next() {
        Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::None => {
            anchor(&group.stream())
        }
        Some(token) => token.span(),
        None => Span::call_site(),
    }
}
