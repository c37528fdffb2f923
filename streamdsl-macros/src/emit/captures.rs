//! Where the program captures variables: the place of what rustc says about the
//! worker's closure as a whole.
//!
//! A variable that a worker cannot have (not `Send`, changed, borrowed) is an
//! error of the closure that all workers run. The user wrote no such closure.
//! They wrote a closure for an operator, and that is where the error belongs.
//! Which of their closures capture anything is not known before rustc has
//! resolved all names; a guess is good enough, because only the place of
//! messages depends on it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::graph::Graph;
use crate::resolved::{Argument, Combiner, Function};
use crate::span;

/// From the first to the last token of a place.
pub(super) type Range = (Span, Span);

/// The place of the functions that seem to capture variables: closures that
/// use a name from outside, or else functions that might be closures bound to a
/// name.
pub(super) fn place(graph: &Graph) -> Option<Range> {
    let args = || graph.nodes.iter().flat_map(|node| &node.operation.args);
    let functions = args().filter_map(|argument| match argument {
        Argument::Function(function) | Argument::Combiner(Combiner::Function(function)) => {
            Some(function)
        }
        _ => None,
    });
    let (mut closures, mut others) = (None, None);
    for function in functions {
        match function {
            Function::Closure(closure) if captures(closure) => {
                extend(&mut closures, (closure.inputs_begin.span, closure.inputs_end.span));
            }
            Function::Closure(_) => {}
            Function::Path(path) => extend(&mut others, span::ends(&path.to_token_stream())),
            Function::Other(tokens) => extend(&mut others, span::ends(tokens)),
        }
    }
    closures.or(others)
}

fn extend(range: &mut Option<Range>, (start, end): Range) {
    let start = range.map_or(start, |(start, _)| start);
    *range = Some((start, end));
}

/// Whether a closure seems to use a variable of the scope around it.
fn captures(closure: &syn::ExprClosure) -> bool {
    let mut bound = Vec::new();
    collect_names(closure.inputs.to_token_stream(), &mut bound);
    uses_other(closure.body.to_token_stream(), &mut bound)
}

/// All names in a pattern, those of types and fields among them.
fn collect_names(pattern: TokenStream, names: &mut Vec<Ident>) {
    for token in pattern {
        match token {
            TokenTree::Ident(name) => names.push(name),
            TokenTree::Group(group) => collect_names(group.stream(), names),
            _ => {}
        }
    }
}

/// Whether `tokens` use a name that is in none of the patterns so far.
fn uses_other(tokens: TokenStream, bound: &mut Vec<Ident>) -> bool {
    let mut before = ' ';
    let mut tokens = tokens.into_iter().peekable();
    let mut in_pattern = false;
    while let Some(token) = tokens.next() {
        let mut now = ' ';
        match token {
            TokenTree::Group(group) if in_pattern => collect_names(group.stream(), bound),
            TokenTree::Group(group) => {
                if uses_other(group.stream(), bound) {
                    return true;
                }
            }
            TokenTree::Punct(punct) => {
                now = punct.as_char();
                // A pattern ends where its value begins; the parameters of an inner closure
                // stand between two bars.
                in_pattern = match now {
                    '=' => false,
                    '|' => !in_pattern,
                    _ => in_pattern,
                };
            }
            TokenTree::Ident(name) if name == "let" || name == "for" => in_pattern = true,
            TokenTree::Ident(name) if name == "in" => in_pattern = false,
            TokenTree::Ident(name) if in_pattern => bound.push(name),
            TokenTree::Ident(name) => {
                let next = match tokens.peek() {
                    Some(TokenTree::Punct(punct)) => punct.as_char(),
                    _ => ' ',
                };
                if !matches!(before, '.' | ':')
                    && !matches!(next, ':' | '!')
                    && is_variable(&name)
                    && !bound.contains(&name)
                {
                    return true;
                }
            }
            TokenTree::Literal(_) => {}
        }
        before = now;
    }
    false
}

/// Whether a name is written as variables are.
fn is_variable(name: &Ident) -> bool {
    syn::parse2::<Ident>(name.to_token_stream()).is_ok()
        && name.to_string().starts_with(|first: char| first.is_lowercase() || first == '_')
}
