//! The engine behind `streamdsl`: receivers, batches, keyed tables, windows, workers, and the
//! operators of the language.
//!
//! Programs use the crate `streamdsl`, which exports what users need by name. Everything else here
//! belongs to the engine and may change at any time. Each module is a room, and the rooms are in the
//! order from top to bottom; a room may use only the rooms below it:
//!
//! | room | what it holds |
//! | --- | --- |
//! | `language` | the operators, one file each |
//! | `stages` | what operators share: keyed tables, windows, exchanges |
//! | `job` | a running job: context, driver, workers, queue of batches |
//! | `sources` | the built-in sources |
//! | `receive` | from received bytes to chunks; memory and rates |
//! | `outputs` | sinks and formats of files |
//! | `state` | slots, snapshots, checkpoints |
//! | `plan` | what is known about a program before it runs |
//! | `watch` | status and listener events |
//! | `shared` | broadcast values and accumulators |
//! | `data` | keys, records, text, encoding |
//! | `base` | errors, notices, locks, clocks |

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
/// The operators are the methods of [`language::Stream`]. The repository's `docs/language.md` describes
/// the grammar and everything else that does not belong to one operator.
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
        // rust-analyzer sets `rust_analyzer` for the crates that it analyses. Those crates do not
        // declare it, so the lint must be silent.
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
