//! The compiler of `stream!`.
//!
//! It goes from one representation to the next, one module each:
//!
//! ```text
//! tokens -> parse -> syntax tree (ast) -> resolve -> resolved tree (resolved)
//!        -> graph -> stages, order -> loops -> emit, plan -> tokens
//! ```
//!
//! Every pass takes the result of the pass before and adds to one list of diagnostics. So all
//! mistakes of a program are reported at once, each at its token. No pass fails: it reports and
//! leaves out what it cannot understand. `operators` is the one table of operators.

mod ast;
mod closures;
mod diagnostics;
mod duration;
mod emit;
mod graph;
mod loops;
mod operators;
mod order;
mod parse;
mod plan;
mod resolve;
mod resolved;
mod salvage;
mod settings;
mod slots;
mod source;
mod span;
mod stages;
mod suggest;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use diagnostics::Diagnostics;
use graph::Graph;
use loops::Loops;
use resolved::Resolved;
use salvage::Salvaged;
pub(crate) use span::Audience;
use span::Spans;
use stages::Staged;

/// Compiles the input of a macro: the path of the runtime crate in parentheses, and the program.
pub(crate) fn expand(input: TokenStream, audience: Audience) -> TokenStream {
    let mut tokens = input.into_iter();
    let Some(TokenTree::Group(runtime)) = tokens.next() else {
        return quote!(::core::compile_error! {
            "`stream_impl!` is not meant to be called; use `stream!`"
        });
    };
    let program: TokenStream = tokens.collect();
    // A panic is a mistake in this compiler. The message must not blame the program.
    catch_unwind(AssertUnwindSafe(|| compile(&runtime.stream(), program, audience))).unwrap_or_else(
        |_| {
            quote!(::core::compile_error! {
                "the compiler of `stream!` failed on this program; please report it with the program"
            })
        },
    )
}

/// Compiles `program` to one expression, against the runtime crate at the path `runtime`.
fn compile(runtime: &TokenStream, program: TokenStream, audience: Audience) -> TokenStream {
    let spans = Spans::new(&program, audience);
    let (resolved, diagnostics) = understand(program);
    if diagnostics.is_empty() {
        return emit::program(&arrange(resolved), runtime, spans);
    }
    let partial = match audience {
        Audience::Compiler => diagnostics.into_tokens(),
        // rustc reports the mistakes. In an editor, errors in the expansion would hide the meaning
        // of the tokens.
        Audience::Editor => salvaged(resolved, runtime, spans),
    };
    // An expression of the right type, so that nothing else is reported.
    quote!({ #partial #runtime::__private::not_compiled() })
}

/// The front half: what `program` means, and what is wrong with it.
fn understand(program: TokenStream) -> (Resolved, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let syntax = parse::program(program, &mut diagnostics);
    let resolved = resolve::resolve(syntax, &mut diagnostics);
    (resolved, diagnostics)
}

/// The back half but for its end: the loops that a program without mistakes becomes.
fn arrange(program: Resolved) -> Loops {
    Loops::new(Staged::new(Graph::new(program)))
}

/// What is right in a program with mistakes.
fn salvaged(program: Resolved, runtime: &TokenStream, spans: Spans) -> TokenStream {
    let Salvaged { program, names } = salvage::salvage(program);
    // A failure here must not hide the messages.
    let right = catch_unwind(AssertUnwindSafe(|| emit::program(&arrange(program), runtime, spans)));
    let right = right.ok();
    emit::partial(right, &names, runtime)
}
