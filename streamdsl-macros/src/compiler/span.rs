//! The spans of generated tokens.
//!
//! Three rules keep hygiene and rustc's messages right, also where `stream!` is used inside the
//! user's own macros:
//!
//! 1. What the user wrote keeps its span. The name of an operator is emitted with it where the
//!    operator's own method is called, so that an error, a hover or a jump to the definition
//!    belongs to that token.
//! 2. Every other token is *located* at the operator it belongs to, so that no error is about the
//!    macro as a whole. Where rustc finds the same thing wrong twice at one place, it says so once.
//! 3. Every generated token *resolves* at one fixed place, the first token of the program. Were some
//!    resolved where the user wrote and others where the macro is defined, rustc would hide one from
//!    the other; and where the tokens of an expression resolve at different places, rustc shows the
//!    whole macro instead of them.
//!
//! So generated locals can be named by the user. Their prefix keeps them apart. The arena has no
//! prefix, because messages of rustc name it.
//!
//! An editor goes the other way: from a token of the user to all code that was generated for it. So
//! for an editor no generated token is located, and each of the user's tokens is emitted once.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// What the names of all generated locals begin with.
pub(crate) const PREFIX: &str = "__stream_";

/// Who reads the generated code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// rustc, which has errors to place.
    Compiler,
    /// A language server, which has names to complete.
    Editor,
}

/// The spans of one program.
#[derive(Clone, Copy)]
pub(crate) struct Spans {
    first: Span,
    audience: Audience,
}

impl Spans {
    /// The spans of `program`.
    pub(crate) fn new(program: &TokenStream, audience: Audience) -> Self {
        Self { first: first(program), audience }
    }

    /// The program's first token.
    pub(crate) fn first(self) -> Span {
        self.first
    }

    /// Who reads the generated code.
    pub(crate) fn audience(self) -> Audience {
        self.audience
    }

    /// The span of tokens that are generated for what stands at `location`.
    pub(crate) fn at(self, location: Span) -> Span {
        match self.audience {
            Audience::Compiler => location.resolved_at(self.first),
            Audience::Editor => Span::mixed_site(),
        }
    }

    /// A generated local, shown at `location`.
    pub(crate) fn local(self, name: &str, location: Span) -> Ident {
        Ident::new(&format!("{PREFIX}{name}"), self.at(location))
    }

    /// The name of an item of the runtime, shown at `location`.
    pub(crate) fn item(self, name: &str, location: Span) -> Ident {
        Ident::new(name, self.at(location))
    }
}

/// The first token of a program.
///
/// A macro fragment such as `$host:expr` arrives in an invisible group, whose own span is that of
/// the macro; the first token inside it is the user's.
pub(crate) fn first(program: &TokenStream) -> Span {
    match program.clone().into_iter().next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            first(&group.stream())
        }
        Some(token) => token.span(),
        None => Span::call_site(),
    }
}

/// The first and the last token of what the user wrote.
pub(crate) fn ends(tokens: &TokenStream) -> (Span, Span) {
    let last = tokens.clone().into_iter().last().map(|token| token.span());
    let first = first(tokens);
    (first, last.unwrap_or(first))
}
