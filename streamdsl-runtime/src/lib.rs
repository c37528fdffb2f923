//! The engine behind streamdsl.

pub mod codec;
pub mod key;
pub mod keyed;
pub mod record;
pub mod window;
