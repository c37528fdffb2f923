//! The batch that a worker is processing.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::control::Control;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::job::queue::BatchQueue;
use crate::job::worker::team::Team;
use crate::receive::chunk::RawChunk;

/// The batch that a worker is processing.
///
/// All workers of a job process the same batch at the same time, each one taking the next chunk of
/// records that nobody has taken. Chunks can be taken before the batch has ended.
pub struct CurrentBatch {
    time: BatchTime,
    number: u64,
    /// The number since the stream began.
    position: u64,
    queue: Arc<BatchQueue>,
    control: Arc<Control>,
    /// When this worker took the batch up, and for how long it has waited for chunks since.
    taken_up: Instant,
    idle: Cell<Duration>,
}

impl CurrentBatch {
    pub(crate) fn new(time: BatchTime, number: u64, team: &Team) -> Self {
        CurrentBatch {
            time,
            number,
            position: team.first_position + number,
            queue: Arc::clone(&team.queue),
            control: Arc::clone(&team.control),
            taken_up: Instant::now(),
            idle: Cell::new(Duration::ZERO),
        }
    }

    /// The end of the batch.
    pub fn time(&self) -> BatchTime {
        self.time
    }

    /// The number of the batch since the job was started, counted from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The number of the batch since the stream began: a job that goes on from a snapshot counts
    /// on from there.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next chunk for this worker: waits until there is one, and gives `None` once the batch
    /// has ended and all its chunks are taken.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`](crate::base::error::Error::Stopped) if the job is being abandoned.
    pub fn next_chunk(&self) -> Result<Option<RawChunk>> {
        let (chunk, waited) = self.queue.take_chunk(self.number, &self.control.stop)?;
        self.idle.set(self.idle.get() + waited);
        Ok(chunk)
    }

    /// One worker is done with the batch.
    pub(crate) fn finish(self) {
        let busy = self.taken_up.elapsed().saturating_sub(self.idle.get());
        self.queue.finish(self.number, busy);
    }
}
