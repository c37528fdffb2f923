//! The compiler behind streamdsl's `stream!` macro, and its derives.
//!
//! This file has the entry points. The compiler is the module `compiler`, one module for each pass;
//! the derives are the module `derive`. Both work on `proc_macro2` tokens, so tests run them on
//! text.

mod compiler;
mod derive;

use compiler::Audience;
use proc_macro::TokenStream;

/// Compiles the body of a `stream! { ... }`.
///
/// The input is the path of the runtime crate in parentheses, followed by the program. Programs
/// use `streamdsl::stream!`, which puts that path there.
#[proc_macro]
pub fn stream_impl(input: TokenStream) -> TokenStream {
    compiler::expand(input.into(), Audience::Compiler).into()
}

/// The same for a program that is open in an editor.
#[proc_macro]
pub fn stream_in_editor(input: TokenStream) -> TokenStream {
    compiler::expand(input.into(), Audience::Editor).into()
}

/// Makes a value and a record of a struct or an enum whose fields are values; see the trait
/// `streamdsl::record::Value`. `#[streamdsl(crate = path)]` names the crate if it is not
/// `::streamdsl`. `#[streamdsl(with = Codec)]` on a field names the `streamdsl::record::Codec` of a
/// type that is no value itself.
#[proc_macro_derive(Record, attributes(streamdsl))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    derive::record(input.into()).into()
}

/// Makes a key of a struct whose fields are keys, or of an enum of names; see the trait
/// `streamdsl::key::Key`. `#[streamdsl(crate = path)]` names the crate if it is not `::streamdsl`.
#[proc_macro_derive(Key, attributes(streamdsl))]
pub fn derive_key(input: TokenStream) -> TokenStream {
    derive::key(input.into()).into()
}
