//! The engine behind `streamdsl`: receivers, batches, keyed tables, windows,
//! workers, and the operators of the language.
//!
//! Programs use the crate `streamdsl`, which re-exports everything here and
//! whose page explains how the parts meet.

mod driver;
mod sync;
mod words;

pub mod batch;
pub mod checkpoint;
pub mod chunk;
pub mod clock;
pub mod codec;
pub mod combine;
pub mod context;
pub mod error;
pub mod files;
pub mod flow;
pub mod functions;
pub mod key;
pub mod keyed;
pub mod listener;
pub mod notice;
pub mod ops;
pub mod pipeline;
pub mod prelude;
pub mod record;
pub mod shared;
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
///
/// The operators are the methods of [`ops::Stream`]; the grammar and what does
/// not belong to one operator is in the repository's `docs/language.md`.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let lines = memory_of_two_batches();
/// let counts = Collected::new();
/// let job = stream! {
///     batch_interval = 1s;
///     let words = from(lines) |> flat_map(split);
///     words |> reduce_by_key(+) |> window(2s, 1s) |> pprint;
///     words |> count |> collect(&counts);
/// };
/// streamdsl::testing::run(job)?;
/// assert_eq!(counts.records(), [3, 2]);
///
/// fn memory_of_two_batches() -> impl Source<Chunk = streamdsl::chunk::ItemsChunk<&'static str>> {
///     streamdsl::source::memory([vec!["to be", "or"], vec!["not to"]])
/// }
/// # Ok::<(), streamdsl::Error>(())
/// ```
#[macro_export]
macro_rules! stream {
    ($($program:tt)*) => {{
        // rust-analyzer sets this for the crates that it is used on, and for no other; so no such
        // crate has heard of it.
        #[allow(unexpected_cfgs)]
        {
            #[cfg(not(rust_analyzer))]
            {
                $crate::__private::stream_impl! { ($crate) $($program)* }
            }
            #[cfg(rust_analyzer)]
            {
                $crate::__private::stream_in_editor! { ($crate) $($program)* }
            }
        }
    }};
}
