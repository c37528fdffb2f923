//! The compiler behind streamdsl's `stream!` macro.
//!
//! It goes from one representation to the next, one module each:
//!
//! ```text
//! tokens -> parse -> syntax tree -> resolve -> resolved tree -> graph -> stages -> loops
//!        -> emit -> tokens
//! ```
//!
//! Every pass takes what the one before yields and adds to one list of diagnostics, so that all
//! mistakes of a program are reported at once, each at the token where it was made. No pass fails:
//! what cannot be understood is reported and left out. `operators` is the one table of operators.

mod ast;
mod closures;
mod derive;
mod diagnostics;
mod duration;
mod emit;
mod graph;
mod loops;
mod operators;
mod parse;
mod plan;
mod resolve;
mod resolved;
mod salvage;
mod settings;
mod source;
mod span;
mod stages;
mod suggest;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::diagnostics::Diagnostics;
use crate::graph::Graph;
use crate::loops::Loops;
use crate::resolved::Resolved;
use crate::salvage::Salvaged;
use crate::span::{Audience, Spans};
use crate::stages::Staged;

/// Compiles the body of a `stream! { ... }`.
///
/// The input is the path of the runtime crate in parentheses, followed by the program. Programs
/// use `streamdsl::stream!`, which puts that path there.
#[proc_macro]
pub fn stream_impl(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), Audience::Compiler).into()
}

/// The same for a program that is open in an editor.
#[proc_macro]
pub fn stream_in_editor(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), Audience::Editor).into()
}

fn expand(input: TokenStream, audience: Audience) -> TokenStream {
    let mut tokens = input.into_iter();
    let Some(TokenTree::Group(runtime)) = tokens.next() else {
        return quote!(::core::compile_error! {
            "`stream_impl!` is not meant to be called; use `stream!`"
        });
    };
    let program: TokenStream = tokens.collect();
    // A panic is a mistake of this compiler. It must not look like one of the program.
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
    let mut diagnostics = Diagnostics::default();
    let spans = Spans::new(&program, audience);
    let syntax = parse::program(program, &mut diagnostics);
    let resolved = resolve::resolve(syntax, &mut diagnostics);
    if diagnostics.is_empty() {
        let loops = Loops::new(Staged::new(Graph::new(resolved)));
        return emit::program(&loops, runtime, spans);
    }
    let partial = match audience {
        Audience::Compiler => diagnostics.into_tokens(),
        // The mistakes are the compiler's to report: here they would stand between a token and
        // what it means.
        Audience::Editor => salvaged(resolved, runtime, spans),
    };
    // An expression of the right type, so that nothing else is reported.
    quote!({ #partial #runtime::__private::not_compiled() })
}

/// What is right in a program with mistakes.
fn salvaged(program: Resolved, runtime: &TokenStream, spans: Spans) -> TokenStream {
    let Salvaged { program, names } = salvage::salvage(program);
    // It must not stand in the way of the messages.
    let right = catch_unwind(AssertUnwindSafe(|| {
        emit::program(&Loops::new(Staged::new(Graph::new(program))), runtime, spans)
    }));
    let right = right.ok();
    emit::partial(right, &names, runtime)
}

/// Makes a value and a record of a struct or an enum whose fields are values; see the trait
/// `streamdsl::record::Value`. `#[streamdsl(crate = path)]` names the crate if it is not
/// `::streamdsl`.
#[proc_macro_derive(Record, attributes(streamdsl))]
pub fn derive_record(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::record(input.into()).into()
}

/// Makes a key of a struct whose fields are keys, or of an enum of names; see the trait
/// `streamdsl::key::Key`. `#[streamdsl(crate = path)]` names the crate if it is not `::streamdsl`.
#[proc_macro_derive(Key, attributes(streamdsl))]
pub fn derive_key(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::key(input.into()).into()
}
