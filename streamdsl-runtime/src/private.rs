//! What generated code names. Nothing here is for use by hand.

pub use crate::keyed::PageWindow;
pub use crate::pipeline::{OperatorInfo, Plan, Program};
pub use crate::worker::Worker;
pub use streamdsl_macros::stream_impl;
