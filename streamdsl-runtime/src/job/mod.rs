//! A running job: its threads, its batches, and their life.
//!
//! A [`context`] runs a [`pipeline`]. It starts the sources, the [`worker`]s and the driver, which
//! ends the batches. Chunks wait in the queue until a worker takes them.
//!
//! | type | what it is for | who holds it |
//! | --- | --- | --- |
//! | `Control` (`base/control.rs`) | to stop the job, to end it with an error, to send notices, to ask the clock | every part of the job |
//! | `Team` (`worker/team.rs`) | what the workers share: plan, queue, exchange, restored state | each worker, and the `Job` |
//! | `Job` (`running.rs`) | the team, and what only concerns receiving: gates, pool, counters of sources | the context and the driver |
//! | [`CurrentBatch`](batch::CurrentBatch) | the batch that a worker is processing | the loop of that worker, for one batch |
//!
//! Uses every room below it: `sources`, `receive`, `outputs`, `state`, `plan`, `watch`, `shared`,
//! `data` and `base`. `stages` and `language` see the [`worker::Worker`] and the
//! [`batch::CurrentBatch`].

pub mod batch;
pub mod context;
pub(crate) mod driver;
pub mod pipeline;
pub(crate) mod queue;
pub(crate) mod running;
pub(crate) mod signals;
pub(crate) mod timeline;
pub mod worker;
