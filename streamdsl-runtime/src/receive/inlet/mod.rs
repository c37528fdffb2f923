//! The inlet: how a source delivers records to the job.
//!
//! The files `bytes`, `fixed` and `items` hold what depends on the kind of chunks; `report` holds what
//! a source says about itself.

mod bytes;
mod fixed;
mod items;
mod report;

use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::blame::panic_message;
use crate::base::error::{Error, Result};
use crate::receive::chunk::Chunk;
pub use crate::receive::inlet::fixed::Filled;
use crate::receive::intake::Intake;

/// The result of [`Inlet::fill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// This many bytes were read.
    Read(usize),
    /// Nothing was read: the input has ended.
    End,
    /// The job is stopping; the receiver must return.
    Stopped,
}

/// A source's way into the job. The source delivers records here, and they join the open batch.
///
/// There are two kinds of input:
///
/// - **Bytes**, whose records end with a line feed. [`fill`](Inlet::fill) reads them directly into a
///   page, [`push_bytes`](Inlet::push_bytes) copies them. A page that is full goes to the workers at
///   once. At the end of a batch, the driver takes all complete records. A record therefore belongs
///   to the batch in which its line end was read.
/// - **Items**, which are records of any type. [`push_items`](Inlet::push_items) delivers them.
///
/// Every call can block while the memory for received data is used up. A call from a thread of the
/// source's own also blocks while the [rate limit](crate::receive::flow) is reached. Records that are
/// delivered within [`end_batch`](crate::sources::Source::end_batch) are not limited.
///
/// A clone is another handle to the same inlet.
pub struct Inlet<C> {
    intake: Arc<Intake>,
    kind: PhantomData<fn() -> C>,
}

impl<C> Clone for Inlet<C> {
    fn clone(&self) -> Self {
        Inlet { intake: Arc::clone(&self.intake), kind: PhantomData }
    }
}

impl<C: Chunk> Inlet<C> {
    pub(crate) fn new(intake: Arc<Intake>) -> Self {
        Inlet { intake, kind: PhantomData }
    }

    /// Returns whether the job is stopping. If it is, a receiver should return.
    pub fn is_stopping(&self) -> bool {
        self.intake.control.stop.is_stopping()
    }

    /// Returns whether the job is being aborted. If it is, not even input that was begun is read to
    /// its end.
    pub(crate) fn is_aborting(&self) -> bool {
        self.intake.control.stop.is_aborting()
    }

    /// Returns the time since the Unix epoch, by the job's clock.
    pub fn now(&self) -> Duration {
        self.intake.control.now()
    }

    /// Returns how much time since the start no batch covers, because the wall clock was set forward.
    pub(crate) fn skipped(&self) -> Duration {
        self.intake.control.skipped()
    }

    /// Returns the current rate limit of this source in records per second, or `None` if there is no
    /// limit. A source that asks its peer for records can use it to ask for fewer.
    pub fn rate_limit(&self) -> Option<f64> {
        self.intake.rate_limit()
    }

    /// Waits until the rate limit admits a record, or the job is stopping.
    ///
    /// The caller must not hold a lock that the end of a batch needs: the driver both ends the batch
    /// and raises the limit.
    pub(crate) fn wait_for_admission(&self) {
        self.intake.wait_for_admission();
    }

    /// Admits all `records` if the rate limit admits at least one. Returns whether they are admitted.
    pub(crate) fn admit_together(&self, records: u64) -> bool {
        self.intake.admit_together(records)
    }

    /// Runs `receive` on a new thread. If it panics, the job ends with an error.
    ///
    /// # Errors
    ///
    /// [`Error::Source`] if the operating system cannot start a thread.
    pub fn spawn(
        &self,
        receive: impl FnOnce(&Inlet<C>) + Send + 'static,
    ) -> Result<JoinHandle<()>> {
        let inlet = self.clone();
        let name = format!("source-{}", self.intake.stats.index);
        self.intake.stats.thread_started();
        self.intake.bus.receiver_started(&self.intake.stats);
        let thread = move || {
            let mut trouble = None;
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| receive(&inlet))) {
                let message = format!("its receiver panicked: {}", panic_message(&*panic));
                trouble = Some(message.clone());
                inlet.fail(message);
            }
            if inlet.intake.stats.thread_ended() && !inlet.is_stopping() {
                inlet.intake.bus.receiver_stopped(&inlet.intake.stats, trouble.as_deref());
            }
        };
        std::thread::Builder::new().name(name).spawn(thread).map_err(|error| {
            Error::source(&self.intake.stats.name, format!("cannot start its thread: {error}"))
        })
    }
}
