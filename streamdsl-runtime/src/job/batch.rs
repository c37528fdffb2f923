//! The batch that a worker is processing: what the generated loop takes chunks from.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::control::Control;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::job::queue::BatchQueue;
use crate::job::timeline::BatchPlace;
use crate::job::worker::team::Team;
use crate::receive::chunk::RawChunk;

/// The batch that a worker is processing.
///
/// The worker's loop gets it from [`Worker::next_batch`](crate::job::worker::Worker::next_batch) and
/// returns it to [`Worker::end_batch`](crate::job::worker::Worker::end_batch). Each worker has its own
/// value for the same batch. All workers share the chunks of the batch: a worker takes the next chunk
/// that no other worker has taken, even before the batch has ended.
pub struct CurrentBatch {
    number: u64,
    place: BatchPlace,
    queue: Arc<BatchQueue>,
    control: Arc<Control>,
    /// When this worker entered the batch, and how long it has waited for chunks since.
    entered: Instant,
    idle: Cell<Duration>,
}

impl CurrentBatch {
    pub(crate) fn new(place: BatchPlace, number: u64, team: &Team) -> Self {
        CurrentBatch {
            number,
            place,
            queue: Arc::clone(&team.queue),
            control: Arc::clone(&team.control),
            entered: Instant::now(),
            idle: Cell::new(Duration::ZERO),
        }
    }

    /// Returns the end of the batch.
    pub fn time(&self) -> BatchTime {
        self.place.time
    }

    /// Returns the number of the batch since the start of the job, counted from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of the batch since the stream began. A job that continues from a snapshot
    /// also counts the batches before it, and those that are missing because no job ran or because
    /// the wall clock was set forward.
    pub fn position(&self) -> u64 {
        self.place.position
    }

    /// Returns whether the batch only emits windows, because all sources have ended before it.
    pub(crate) fn is_after_input(&self) -> bool {
        self.place.is_after_input
    }

    /// Returns how many batches are missing before this one.
    pub(crate) fn missing_before(&self) -> u64 {
        self.place.missing
    }

    /// Returns how many batches are missing between this one and the next. This is known when the
    /// batch has ended.
    pub(crate) fn missing_after(&self) -> u64 {
        self.queue.missing_after(self.number)
    }

    /// Waits for the next chunk. Returns `None` when the batch has ended and all its chunks are taken.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`](crate::base::error::Error::Stopped) if the job is being aborted.
    pub fn next_chunk(&self) -> Result<Option<RawChunk>> {
        let (chunk, waited) = self.queue.take_chunk(self.number, &self.control.stop)?;
        self.idle.set(self.idle.get() + waited);
        Ok(chunk)
    }

    /// Notes that this worker has finished the batch.
    pub(crate) fn finish(self) {
        let busy = self.entered.elapsed().saturating_sub(self.idle.get());
        self.queue.finish(self.number, busy);
    }
}
