//! From received bytes to batches: pages, the pool they come from, and the queue of batches.

mod desk;
mod entry;
pub mod inlet;
pub(crate) mod intake;
pub(crate) mod page;
pub(crate) mod pool;
pub(crate) mod queue;

use std::any::Any;
use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::batch::page::Page;
use crate::batch::pool::Lease;
use crate::driver::job::Job;
use crate::error::Result;
use crate::status::SourceStats;
use crate::time::BatchTime;

/// The batch that a worker is processing.
///
/// All workers of a job process the same batch at the same time, each one taking the next chunk of
/// records that nobody has taken. Chunks can be taken before the batch has ended.
pub struct Batch {
    time: BatchTime,
    number: u64,
    job: Arc<Job>,
    /// When this worker took the batch up, and for how long it has waited for chunks since.
    taken_up: Instant,
    idle: Cell<Duration>,
}

impl Batch {
    pub(crate) fn new(time: BatchTime, number: u64, job: Arc<Job>) -> Self {
        Batch { time, number, job, taken_up: Instant::now(), idle: Cell::new(Duration::ZERO) }
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
        self.job.first_position + self.number
    }

    /// The next chunk for this worker: waits until there is one, and gives `None` once the batch
    /// has ended and all its chunks are taken.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`](crate::error::Error::Stopped) if the job is being abandoned.
    pub fn next_chunk(&self) -> Result<Option<RawChunk>> {
        let (chunk, waited) = self.job.queue.take_chunk(self.number, &self.job.stop)?;
        self.idle.set(self.idle.get() + waited);
        Ok(chunk)
    }

    /// One worker is done with the batch.
    pub(crate) fn finish(self) {
        let busy = self.taken_up.elapsed().saturating_sub(self.idle.get());
        self.job.queue.finish(self.number, busy);
    }
}

/// Some records of one source, not opened yet: [`SourceId::open`](crate::pipeline::SourceId::open)
/// turns it into the source's own type of chunk.
pub struct RawChunk {
    origin: Arc<SourceStats>,
    payload: Payload,
}

/// What a chunk consists of.
pub(crate) enum Payload {
    /// Bytes that hold whole records.
    Page(Page),
    /// Bytes that hold whole records of this many bytes each.
    Records(Page, usize),
    /// Whole lines of a text that is the user's.
    Shared(Arc<str>, Range<usize>),
    /// A `Vec` of records.
    Items(Box<dyn Any + Send>, Lease),
}

impl RawChunk {
    pub(crate) fn new(origin: Arc<SourceStats>, payload: Payload) -> Self {
        RawChunk { origin, payload }
    }

    /// The index of the source in the program, in the order in which sources were registered.
    pub fn source(&self) -> u16 {
        self.origin.index
    }

    pub(crate) fn into_parts(self) -> (Arc<SourceStats>, Payload) {
        (self.origin, self.payload)
    }
}
