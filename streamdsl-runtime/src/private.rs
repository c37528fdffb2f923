//! The one door for generated code: all that `stream!` and the derives name of this crate.
//!
//! Nothing here is for use by hand, and nothing here is stable: the macros and the runtime of one
//! version belong together.

// What `stream!` names.
pub use crate::error::Result;
pub use crate::keyed::PageWindow;
pub use crate::pipeline::{Idle, OperatorInfo, Plan, Program};
pub use crate::worker::Worker;
pub use crate::{combine, ops};
pub use streamdsl_macros::{stream_impl, stream_in_editor};

// What the derives name.
pub use crate::codec::{DecodeError, Input, put_varint};
pub use crate::key::{FromView, Key, KeyFamily, PackedOf, Packer};
pub use crate::keyed::Interner;
pub use crate::record::{Record, Value, Values};

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::pipeline::Pipeline {
    std::process::abort()
}
