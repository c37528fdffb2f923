//! The resolved tree: every name has a meaning, and every argument the place of its parameter.

use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};

use crate::compiler::ast::{Call, CombineOp};
use crate::compiler::operators::{Kind, Operator};

/// A program whose names are resolved.
pub(crate) struct Resolved {
    pub(crate) batch_interval: Option<DurationArg>,
    /// In the order of the source, so that every chain comes after those it uses.
    pub(crate) chains: Vec<ResolvedChain>,
    /// Calls whose name means nothing. They have been reported, and are kept so that an editor can
    /// complete the name.
    pub(crate) unknown: Vec<Call>,
}

/// A chain, from its source or bound stream to its last operator.
pub(crate) struct ResolvedChain {
    /// The name that `let` gives to the stream.
    pub(crate) binding: Option<Ident>,
    pub(crate) head: ResolvedHead,
    pub(crate) operations: Vec<Operation>,
}

/// What a chain starts with.
pub(crate) enum ResolvedHead {
    /// A source.
    Source(Operation),
    /// The stream that the chain with this index has bound.
    Chain(usize),
    /// Nothing known; it has been reported.
    Unknown,
}

/// A call of an operator.
pub(crate) struct Operation {
    pub(crate) operator: &'static Operator,
    /// The name with the user's span.
    pub(crate) name: Ident,
    /// The turbofish, from `::` to `>`.
    pub(crate) generics: Option<TokenStream>,
    /// One for each parameter of the operator, in the same order.
    pub(crate) args: Vec<Argument>,
    /// The `|>` before the name; for a source, the name.
    pub(crate) pipe: Span,
    /// What makes a source besides the call of its operator.
    pub(crate) made: Made,
}

/// What makes a source besides the call of its operator.
#[derive(Clone, Default)]
pub(crate) struct Made {
    /// The function of the user's that is called in place of the operator, and the call.
    pub(crate) by: Option<(String, TokenStream)>,
    /// The calls of methods behind it, as `.lines_per_batch(100)`.
    pub(crate) methods: Vec<Rust>,
}

/// Rust in which durations are written as in the language.
#[derive(Clone)]
pub(crate) struct Rust {
    /// As it is compiled.
    pub(crate) code: TokenStream,
    /// As the user wrote it.
    pub(crate) written: TokenStream,
}

/// The argument for one parameter.
#[derive(Clone)]
pub(crate) enum Argument {
    /// Left out, or reported as wrong.
    Missing,
    Function(Function),
    Combiner(Combiner),
    Duration(DurationArg),
    /// Indices of the chains that bound the streams, and their names as used here.
    Streams(Vec<(usize, Ident)>),
    Value(TokenStream),
    Slot(syn::LitStr),
}

/// A function that the user passes.
#[derive(Clone)]
pub(crate) enum Function {
    /// A closure without its `move`: the generated loop calls it in place.
    Closure(Box<syn::ExprClosure>),
    /// The path of a function or of a local.
    Path(Box<syn::ExprPath>),
    /// Any other expression, to be evaluated once.
    Other(TokenStream),
    /// What is no expression (yet): passed on where it is called, so that an editor knows its types.
    Verbatim(TokenStream),
}

/// A function that combines two values.
#[derive(Clone)]
pub(crate) enum Combiner {
    Operator(CombineOp, Span),
    Function(Function),
}

/// A duration that the user passes.
#[derive(Clone)]
pub(crate) enum DurationArg {
    /// Known to the compiler, and positive.
    Literal(Duration, Span),
    /// Known when the program is built.
    Expr(TokenStream),
}

impl DurationArg {
    /// The duration where the compiler knows it.
    pub(crate) fn literal(&self) -> Option<(Duration, Span)> {
        match self {
            DurationArg::Literal(duration, span) => Some((*duration, *span)),
            DurationArg::Expr(_) => None,
        }
    }
}

impl Operation {
    /// The argument for the one parameter of this kind.
    pub(crate) fn arg(&self, kind: Kind) -> Option<&Argument> {
        let index = self.operator.params.iter().position(|param| param.kind == kind)?;
        self.args.get(index)
    }

    /// The duration given for the one parameter of this kind.
    pub(crate) fn duration(&self, kind: Kind) -> Option<&DurationArg> {
        match self.arg(kind)? {
            Argument::Duration(duration) => Some(duration),
            _ => None,
        }
    }
}
