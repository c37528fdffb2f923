//! What generated code names. Nothing here is for use by hand.

pub use crate::data::key::PageBytes;
pub use crate::job::pipeline::Program;
pub use crate::job::worker::Worker;
pub use crate::plan::{Idle, OperatorInfo, Plan};
pub use streamdsl_macros::{stream_impl, stream_in_editor};

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::job::pipeline::Pipeline {
    std::process::abort()
}
