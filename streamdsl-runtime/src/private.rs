//! What generated code names. Nothing here is for use by hand.

pub use crate::keyed::PageWindow;
pub use crate::pipeline::{OperatorInfo, Plan, Program};
pub use crate::worker::Worker;
#[cfg(not(rust_analyzer))]
pub use streamdsl_macros::stream_impl;
#[cfg(rust_analyzer)]
pub use streamdsl_macros::stream_in_editor as stream_impl;

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::pipeline::Pipeline {
    std::process::abort()
}
