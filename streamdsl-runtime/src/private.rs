//! What generated code names. Nothing here is for use by hand.

pub use crate::keyed::PageWindow;
pub use crate::pipeline::{Idle, OperatorInfo, Plan, Program};
pub use crate::worker::Worker;
pub use streamdsl_macros::{stream_impl, stream_in_editor};

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::pipeline::Pipeline {
    std::process::abort()
}
