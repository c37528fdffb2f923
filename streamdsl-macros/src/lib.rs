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
use crate::stages::Staged;

/// Compiles the body of a `stream! { ... }`.
///
/// The input is the path of the runtime crate in parentheses, followed by the program. Programs
/// use `streamdsl::stream!`, which puts that path there.
#[proc_macro]
pub fn stream_impl(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let mut tokens = TokenStream::from(input).into_iter();
    let compiled = match tokens.next() {
        Some(TokenTree::Group(runtime)) => {
            // A panic is a mistake of this compiler. It must not look like one of the program.
            catch_unwind(AssertUnwindSafe(|| compile(&runtime.stream(), tokens.collect())))
        }
        _ => Ok(quote!(::core::compile_error! {
            "`stream_impl!` is not meant to be called; use `stream!`"
        })),
    };
    let tokens = compiled.unwrap_or_else(|_| {
        quote!(::core::compile_error! {
            "the compiler of `stream!` failed on this program; please report it with the program"
        })
    });
    tokens.into()
}

/// Compiles `program` to one expression, against the runtime crate at the path `runtime`.
fn compile(runtime: &TokenStream, program: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let first = span::first(&program);
    let syntax = parse::program(program, &mut diagnostics);
    let resolved = resolve::resolve(syntax, &mut diagnostics);
    if diagnostics.is_empty() {
        let loops = Loops::new(Staged::new(Graph::new(resolved)));
        return emit::program(&loops, runtime, first);
    }
    let errors = diagnostics.into_tokens();
    let partial = emit::partial(&resolved, runtime);
    quote!({ #errors #partial })
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
