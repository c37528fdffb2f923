//! The engine behind streamdsl.

mod driver;
mod sync;
mod words;

pub mod batch;
pub mod chunk;
pub mod clock;
pub mod codec;
pub mod combine;
pub mod context;
pub mod error;
pub mod functions;
pub mod key;
pub mod keyed;
pub mod notice;
pub mod ops;
pub mod pipeline;
pub mod prelude;
pub mod record;
pub mod sink;
pub mod source;
pub mod state;
pub mod status;
pub mod testing;
pub mod text;
pub mod time;
pub mod window;
pub mod worker;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use error::{Error, Result};

/// A streaming program, compiled to a [`Pipeline`](pipeline::Pipeline).
#[macro_export]
macro_rules! stream {
    ($($program:tt)*) => {
        $crate::__private::stream_impl! { ($crate) $($program)* }
    };
}
