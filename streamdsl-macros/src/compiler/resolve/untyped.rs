//! Checks for sources of which nothing says what their records are. rustc would report one too, at an
//! innocent operator, and with advice that does not compile.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Pat;

use crate::compiler::closures::Captures;
use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::operators::help;
use crate::compiler::resolved::{
    Argument, Combiner, Function, Operation, Resolved, ResolvedChain, ResolvedHead,
};

/// Reports each source without a type whose records nothing else gives a type either. It errs on the
/// side of seeing nothing: all that may tell the type is taken to do so.
pub(super) fn check(program: &Resolved, diagnostics: &mut Diagnostics) {
    for (index, chain) in program.chains.iter().enumerate() {
        let ResolvedHead::Source(source) = &chain.head else { continue };
        let Some(help) = untyped(source) else { continue };
        if says_nothing(program, chain, index) {
            let name = &source.name;
            let message =
                format!("nothing in this program says of what type the records of `{name}` are");
            diagnostics.error(name, message).help(help);
        }
    }
}

/// What to write for a source that is called without the type of its records.
fn untyped(source: &Operation) -> Option<String> {
    if source.generics.is_some() || source.made.by.is_some() {
        return None;
    }
    if source.operator.is_generic {
        return Some(help::typed(source.operator.example));
    }
    let is_empty = |argument: &Argument| match argument {
        Argument::Value(tokens) => is_empty_list(tokens.clone()),
        _ => false,
    };
    source.args.iter().any(is_empty).then(|| help::TYPED_LIST.to_owned())
}

/// Whether an expression consists of lists without values, such as `[vec![], vec![]]`.
fn is_empty_list(tokens: TokenStream) -> bool {
    let mut has_list = false;
    let is_empty = tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) => {
            has_list = true;
            group.stream().is_empty() || is_empty_list(group.stream())
        }
        TokenTree::Ident(name) => name == "vec",
        TokenTree::Punct(sign) => matches!(sign.as_char(), '!' | ',' | '&'),
        TokenTree::Literal(_) => false,
    });
    is_empty && has_list
}

/// Whether nothing that the records of a chain go through says their type.
fn says_nothing(program: &Resolved, chain: &ResolvedChain, index: usize) -> bool {
    let args = || chain.operations.iter().flat_map(|operation| &operation.args);
    let is_generic = chain.operations.iter().any(|operation| operation.generics.is_some());
    if is_generic || !args().all(is_silent) {
        return false;
    }
    let users = program.chains.iter().enumerate().skip(index + 1);
    users.into_iter().all(|(user, other)| {
        let is_other = other.operations.iter().flat_map(|operation| &operation.args).any(
            |argument| matches!(argument, Argument::Streams(of) if of.iter().any(|(of, _)| *of == index)),
        );
        let is_head = matches!(other.head, ResolvedHead::Chain(head) if head == index);
        !is_other && (!is_head || says_nothing(program, other, user))
    })
}

/// Whether an argument cannot give the records a type.
fn is_silent(argument: &Argument) -> bool {
    match argument {
        Argument::Missing
        | Argument::Duration(_)
        | Argument::Slot(_)
        | Argument::Combiner(Combiner::Operator(..)) => true,
        Argument::Value(tokens) => {
            tokens.clone().into_iter().all(|token| matches!(token, TokenTree::Literal(_)))
        }
        Argument::Function(Function::Closure(closure))
        | Argument::Combiner(Combiner::Function(Function::Closure(closure))) => {
            let captures = Captures::of(closure);
            let is_typed = |input: &Pat| has_types(input.to_token_stream());
            captures.used.is_empty()
                && !captures.in_macro
                && !closure.inputs.iter().any(is_typed)
                && !has_types(closure.body.to_token_stream())
        }
        Argument::Function(_) | Argument::Combiner(_) | Argument::Streams(_) => false,
    }
}

/// Whether `tokens` may name a type: they have a `:`, an `as`, or a name that begins with a capital.
fn has_types(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_types(group.stream()),
        TokenTree::Ident(name) => name == "as" || name.to_string().starts_with(char::is_uppercase),
        TokenTree::Punct(sign) => sign.as_char() == ':',
        TokenTree::Literal(_) => false,
    })
}
