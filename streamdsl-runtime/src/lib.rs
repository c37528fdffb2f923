//! The engine behind streamdsl.

mod sync;

pub mod clock;
pub mod error;
pub mod notice;
pub mod text;
pub mod time;
pub mod window;
