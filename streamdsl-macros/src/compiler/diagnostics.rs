//! Collects what is wrong with a program, so that all of it is reported at once.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// The tokens that a diagnostic points at, from the first to the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    start: Span,
    end: Span,
}

impl Place {
    /// From the first to the last of `tokens`.
    pub(crate) fn of(tokens: &impl ToTokens) -> Self {
        let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        Self { start, end: spans.last().unwrap_or(start) }
    }

    /// From the token at `start` to the one at `end`.
    pub(crate) fn between(start: Span, end: Span) -> Self {
        Self { start, end }
    }

    /// Where it begins.
    pub(crate) fn start(self) -> Span {
        self.start
    }

    /// From where `first` begins to where `last` ends.
    pub(crate) fn from_to(first: Self, last: Self) -> Self {
        Self { start: first.start, end: last.end }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

impl From<&Ident> for Place {
    fn from(ident: &Ident) -> Self {
        ident.span().into()
    }
}

/// One mistake: where it is, what is wrong, and what to do about it.
#[derive(Debug)]
pub(crate) struct Diagnostic {
    place: Place,
    message: String,
    help: Option<String>,
}

impl Diagnostic {
    /// Adds what the user can do.
    pub(crate) fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }

    /// The whole text, as the compiler shows it.
    pub(crate) fn text(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// A `compile_error!` whose first and last tokens carry the place, which makes rustc underline
    /// all that lies between.
    fn to_compile_error(&self) -> TokenStream {
        let Place { start, end } = self.place;
        let mut text = Literal::string(&self.text());
        text.set_span(end);
        let mut braces = Group::new(Delimiter::Brace, TokenTree::from(text).into());
        braces.set_span(end);
        quote_spanned!(start=> ::core::compile_error! #braces)
    }
}

/// The mistakes found so far, in all passes.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Records a mistake; the caller may add help to what is returned.
    pub(crate) fn error(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic { place: place.into(), message: message.into(), help: None };
        self.found.push(diagnostic);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The mistakes in the order in which they stand in the source.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|diagnostic| {
            let start = diagnostic.place.start.start();
            (start.line, start.column)
        });
        self.found
    }

    /// The mistakes as statements for the body of a block, each a `compile_error!`.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.into_sorted().iter().map(Diagnostic::to_compile_error).collect()
    }
}

#[cfg(test)]
impl Diagnostic {
    /// The source text that is underlined.
    pub(crate) fn underlined(&self) -> String {
        let Place { start, end } = self.place;
        start.join(end).and_then(|span| span.source_text()).unwrap_or_default()
    }
}
