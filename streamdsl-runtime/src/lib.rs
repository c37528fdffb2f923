//! The engine behind streamdsl.

pub mod codec;
pub mod record;
