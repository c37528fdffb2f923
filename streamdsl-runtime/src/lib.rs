//! The engine behind streamdsl.

mod driver;
mod sync;

pub mod batch;
pub mod chunk;
pub mod clock;
pub mod context;
pub mod error;
pub mod notice;
pub mod pipeline;
pub mod source;
pub mod status;
pub mod text;
pub mod time;
pub mod window;
pub mod worker;
