//! The syntax tree: the program as it is written, before names are resolved.

use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;

use crate::compiler::diagnostics::Place;

/// The body of one `stream! { ... }`.
#[derive(Default)]
pub(crate) struct Program {
    pub(crate) settings: Vec<Setting>,
    pub(crate) statements: Vec<Statement>,
    /// Names of `let` statements whose chain could not be read. Using one of them is not a second
    /// mistake.
    pub(crate) lost: Vec<Ident>,
    /// Whether a `let` has no name that could be read. Then any unknown name may be its stream.
    pub(crate) has_nameless: bool,
}

/// `batch_interval = 1s;`
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) value: Arg,
}

/// `let words = chain;` or `chain;`
pub(crate) struct Statement {
    pub(crate) binding: Option<Ident>,
    pub(crate) chain: Chain,
    /// False if the parser skipped something. Then later passes must not report that something is
    /// missing.
    pub(crate) complete: bool,
}

/// `head |> call |> call`
pub(crate) struct Chain {
    /// A call of a source, or the name of a bound stream. `resolve` decides which.
    pub(crate) head: Call,
    pub(crate) calls: Vec<Call>,
}

/// The name that stands for a missing operator. No program can contain it.
const MISSING: &str = "_";

/// `name::<types>(arg, ...)`
pub(crate) struct Call {
    /// The `|>` before the call; for the head of a chain, its name.
    pub(crate) pipe: Span,
    pub(crate) name: Ident,
    /// The whole path of a function outside of the language, as `my::feed`. Only the head of a chain
    /// has one; `name` is then its last segment.
    pub(crate) path: Option<TokenStream>,
    /// The turbofish, from `::` to `>`.
    pub(crate) generics: Option<TokenStream>,
    /// The parentheses around the arguments, where they were written.
    pub(crate) parens: Option<Span>,
    pub(crate) args: Vec<Arg>,
    /// The method calls behind it, as `.lines_per_batch(100)`. Only the head of a chain has some.
    pub(crate) methods: Vec<Method>,
}

/// `.name::<types>(arg, ...)`
pub(crate) struct Method {
    pub(crate) dot: Span,
    pub(crate) name: Ident,
    pub(crate) generics: Option<TokenStream>,
    pub(crate) parens: Span,
    pub(crate) args: Vec<Arg>,
}

/// A name without the `r#` that a raw identifier begins with.
pub(crate) fn plain(name: &Ident) -> String {
    name.unraw().to_string()
}

impl Call {
    /// A call that is nothing but a name.
    pub(crate) fn bare(pipe: Span, name: Ident) -> Self {
        Self {
            pipe,
            name,
            path: None,
            generics: None,
            parens: None,
            args: Vec::new(),
            methods: Vec::new(),
        }
    }

    /// A placeholder for an operator that is missing after a `|>`.
    pub(crate) fn missing(pipe: Span) -> Self {
        Self::bare(pipe, Ident::new(MISSING, pipe))
    }

    /// Whether it is the placeholder for a missing operator.
    pub(crate) fn is_missing(&self) -> bool {
        self.name == MISSING
    }

    /// Whether the call is nothing but a name, as a bound stream is.
    pub(crate) fn is_bare(&self) -> bool {
        self.generics.is_none() && self.parens.is_none()
    }
}

/// One argument of a call, `value` or `name = value`.
pub(crate) struct Arg {
    pub(crate) name: Option<Ident>,
    pub(crate) value: ArgValue,
}

impl Arg {
    /// Where the value was written.
    pub(crate) fn place(&self) -> Place {
        match &self.value {
            ArgValue::Operator(_, span) | ArgValue::Duration(_, span) => Place::from(*span),
            ArgValue::Expr(expr) => Place::of(expr),
            ArgValue::Tokens(tokens, span) if tokens.is_empty() => Place::from(*span),
            ArgValue::Tokens(tokens, _) => Place::of(tokens),
        }
    }
}

impl ArgValue {
    /// A placeholder for a value that was reported.
    pub(crate) fn reported(span: Span) -> Self {
        ArgValue::Tokens(TokenStream::new(), span)
    }

    /// Whether it is the placeholder for a value that was reported.
    pub(crate) fn is_reported(&self) -> bool {
        matches!(self, ArgValue::Tokens(tokens, _) if tokens.is_empty())
    }
}

/// The value of an argument, classified by its form.
pub(crate) enum ArgValue {
    /// An operator standing alone, as `+` in `reduce_by_key(+)`.
    Operator(CombineOp, Span),
    /// A literal with a unit, as `30s`.
    Duration(Duration, Span),
    /// Any other Rust expression.
    Expr(syn::Expr),
    /// Tokens that are not an expression (yet). They are not reported but emitted unchanged, so
    /// that rustc and editors see what is being typed. No tokens: a value that was reported.
    Tokens(TokenStream, Span),
}

/// An operator that combines two values into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CombineOp {
    Add,
    Mul,
    BitAnd,
    BitOr,
    BitXor,
    And,
    Or,
    Max,
    Min,
}

impl CombineOp {
    /// The operator as it is written in a program.
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            CombineOp::Add => "+",
            CombineOp::Mul => "*",
            CombineOp::BitAnd => "&",
            CombineOp::BitOr => "|",
            CombineOp::BitXor => "^",
            CombineOp::And => "&&",
            CombineOp::Or => "||",
            CombineOp::Max => "max",
            CombineOp::Min => "min",
        }
    }
}
