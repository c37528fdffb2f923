//! Values that a program shares with the closures of its operators.
//!
//! Uses `watch`, `data` and `base`. Programs hold these values; `job` tells this room which worker and
//! which batch a thread is at.
//!
//! Several workers call a closure at the same time, so a closure cannot change what it captures.
//! There are two kinds of values that closures and the program can share:
//!
//! - [`Broadcast`]: a value that the closures read, and that can be replaced while the job runs;
//! - [`Accumulator`]: a named sum that the closures add to, visible in the status of the job.
//!
//! Both are handles, and all clones of a handle share one value. A closure captures one clone, and
//! the program keeps another.
//!
//! ```
//! use streamdsl::prelude::*;
//!
//! let limit = Broadcast::new(3);
//! let short = Accumulator::counter("short words");
//! let (skipped, long) = (short.clone(), Collected::new());
//! let job = stream! {
//!     memory([["a", "word", "or", "several"]])
//!         |> filter(|word| {
//!             let is_long = word.len() > *limit.get();
//!             if !is_long {
//!                 short.add(1);
//!             }
//!             is_long
//!         })
//!         |> collect(&long)
//! };
//! streamdsl::testing::run(job)?;
//! assert_eq!(long.records(), ["word", "several"]);
//! assert_eq!(skipped.value(), 2);
//! # Ok::<(), streamdsl::Error>(())
//! ```

mod accumulator;
mod broadcast;
mod current;
mod registry;

use std::sync::Arc;

pub use accumulator::Accumulator;
pub(crate) use accumulator::publish;
pub use broadcast::{Broadcast, BroadcastRef};
pub(crate) use registry::{AnyAccumulator, SharedValues};

/// Makes the current thread a worker of the job with these values.
pub(crate) fn enter_worker(values: &Arc<SharedValues>) {
    current::set_job(values);
}

/// Lets the current thread, a worker, go on to batch `batch`.
pub(crate) fn enter_batch(batch: u64) {
    current::set_batch(batch);
    broadcast::forget_seen();
}
