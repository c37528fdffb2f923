//! The engine behind `streamdsl`: receivers, batches, keyed tables, windows,
//! workers, and the operators of the language.
//!
//! Programs use the crate `streamdsl`, which re-exports everything here and
//! whose page explains how the parts meet.

pub mod base;
pub mod data;
pub mod job;
pub mod language;
pub mod outputs;
pub mod plan;
pub mod prelude;
pub mod receive;
pub mod shared;
pub mod sources;
pub mod stages;
pub mod state;
pub mod testing;
pub mod watch;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use base::error::{Error, Result};

/// A streaming program, compiled to a [`Pipeline`](job::pipeline::Pipeline).
///
/// The operators are the methods of [`language::Stream`]; the grammar and what does
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
