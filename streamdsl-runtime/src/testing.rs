//! Functions that run programs deterministically, for tests and examples.
//!
//! Time is simulated: it passes as fast as batches are processed. It starts at the Unix epoch, so the
//! first batch of a job with an interval of one second ends at 1970-01-01 00:00:01 UTC. A job whose
//! sources have an end ([`memory`](crate::sources::memory),
//! [`text_file`](crate::sources::text_file)) ends by itself.

use crate::base::clock::SimulatedClock;
use crate::base::error::Result;
use crate::job::context::StreamingContext;
use crate::job::pipeline::Pipeline;

/// Runs a job on two workers, in simulated time, until all its sources have ended.
///
/// # Errors
/// The error that ended the job.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let doubled = Collected::new();
/// let job = stream! { memory([[1, 2]]) |> map(|n| n * 2) |> collect(&doubled) };
/// streamdsl::testing::run(job)?;
/// assert_eq!(doubled.records(), [2, 4]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn run(job: Pipeline) -> Result<()> {
    run_on(2, job)
}

/// Runs a job like [`run`], but on `workers` workers.
///
/// # Errors
/// The error that ended the job.
pub fn run_on(workers: usize, job: Pipeline) -> Result<()> {
    StreamingContext::builder()
        .clock(SimulatedClock::new())
        .workers(workers)
        .pin_workers(false)
        .stop_on_ctrl_c(false)
        .build()?
        .run(job)
}
