//! The back half of the compiler: resolved tree to tokens.

use proc_macro2::TokenStream;

use crate::resolved::Resolved;

/// Emits the expression that a correct program stands for.
pub(crate) fn emit(_program: &Resolved, _runtime: &TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Emits what can be made of a program with mistakes, so that an editor knows the types of the
/// correct parts. It follows the `compile_error!`s of the same block.
pub(crate) fn emit_partial(_program: &Resolved, _runtime: &TokenStream) -> TokenStream {
    TokenStream::new()
}
