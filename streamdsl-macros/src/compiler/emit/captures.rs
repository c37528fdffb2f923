//! Where the program captures variables: the place of what rustc says about the
//! worker's closure as a whole.
//!
//! A variable that a worker cannot have (not `Send`, changed, borrowed) is an
//! error of the closure that all workers run. The user wrote no such closure.
//! They wrote a closure for an operator, and that is where the error belongs.
//! Which of their closures capture anything is not known before rustc has
//! resolved all names; a guess is good enough, because only the place of
//! messages depends on it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::compiler::closures::Captures;
use crate::compiler::graph::Graph;
use crate::compiler::resolved::{Argument, Combiner, Function};
use crate::compiler::span;

/// From the first to the last token of a place.
pub(super) type Range = (Span, Span);

/// The place of the functions that seem to capture variables: closures that
/// use a name from outside, or else those that call a macro with such a name, or
/// else functions that might be closures bound to a name.
pub(super) fn place(graph: &Graph) -> Option<Range> {
    let args = || graph.nodes.iter().flat_map(|node| &node.operation.args);
    let functions = args().filter_map(|argument| match argument {
        Argument::Function(function) | Argument::Combiner(Combiner::Function(function)) => {
            Some(function)
        }
        _ => None,
    });
    let (mut closures, mut with_macros, mut others) = (None, None, None);
    for function in functions {
        match function {
            Function::Closure(closure) => {
                let captures = Captures::of(closure);
                let ends = (closure.inputs_begin.span, closure.inputs_end.span);
                if !captures.used.is_empty() {
                    extend(&mut closures, ends);
                } else if captures.in_macro {
                    extend(&mut with_macros, ends);
                }
            }
            Function::Verbatim(_) => {}
            Function::Path(path) => extend(&mut others, span::ends(&path.to_token_stream())),
            Function::Other(tokens) => extend(&mut others, span::ends(tokens)),
        }
    }
    closures.or(with_macros).or(others)
}

/// Something at each place where a closure seems to use a variable, for the end of the worker's
/// closure.
///
/// Where a variable has been moved, rustc looks for the last expression at the place of its use, and
/// tells of the loops around it. Without these, the loops would be generated ones.
pub(super) fn marks(graph: &Graph) -> Vec<TokenStream> {
    let captures = captures(graph).flat_map(|captures| [captures.used, captures.in_macros]);
    captures.flatten().map(|name| quote_spanned!(name.span()=> ())).collect()
}

/// The first use of `self` in a closure. It is one of the variables of which it is known that they
/// exist, so its type can be looked at.
pub(super) fn use_of_self(graph: &Graph) -> Option<Ident> {
    captures(graph).flat_map(|captures| captures.used).find(|name| name == "self")
}

/// What the closures of a program seem to use.
fn captures(graph: &Graph) -> impl Iterator<Item = Captures> {
    let args = graph.nodes.iter().flat_map(|node| &node.operation.args);
    args.filter_map(|argument| match argument {
        Argument::Function(Function::Closure(closure))
        | Argument::Combiner(Combiner::Function(Function::Closure(closure))) => {
            Some(Captures::of(closure))
        }
        _ => None,
    })
}

fn extend(range: &mut Option<Range>, (start, end): Range) {
    let start = range.map_or(start, |(start, _)| start);
    *range = Some((start, end));
}
