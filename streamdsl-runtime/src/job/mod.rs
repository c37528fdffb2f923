//! A running job: its threads, its batches, and their life.
//!
//! A [`context`] runs a [`pipeline`]. It starts the sources, the [`worker`]s and the driver, which
//! ends the batches. Chunks wait in the queue until a worker takes them.
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
pub mod worker;
