//! The batches between the receivers and the workers.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::batch::RawChunk;
use crate::error::{Error, Result};
use crate::status::BatchReport;
use crate::sync::{Monitor, StopFlag};
use crate::time::BatchTime;

/// How far a worker may be ahead of the slowest one. Without a limit, workers that wait for nothing
/// would pile up results before a slow leader.
const LEAD: u64 = 1;

/// The batches that are not completed, in order; the last one is open and still receives chunks.
///
/// Chunks of the open batch are handed out at once, so that at the end of a batch little is left
/// to do. A batch that is late waits here; nothing is ever dropped.
pub(crate) struct BatchQueue {
    workers: usize,
    state: Monitor<State>,
}

struct State {
    batches: VecDeque<Entry>,
    completed: u64,
    last: Option<BatchReport>,
    /// No batch follows the ones in the queue.
    closed: bool,
}

struct Entry {
    time: BatchTime,
    chunks: VecDeque<RawChunk>,
    records: u64,
    bytes: u64,
    /// When a worker took up the batch.
    entered: Option<Instant>,
    sealed: Option<Seal>,
    /// How many workers are done with it.
    finished: usize,
}

struct Seal {
    at: Instant,
    /// How late, by the clock, the batch was sealed.
    lateness: Duration,
}

/// What is known about the queue from outside.
pub(crate) struct Overview {
    pub(crate) completed: u64,
    pub(crate) waiting: u64,
    pub(crate) last: Option<BatchReport>,
}

impl BatchQueue {
    /// Who waits for data sleeps at once: they may take their time, and spinning would make every
    /// empty batch cost more than the work that it has.
    pub(crate) fn new(workers: usize) -> Self {
        let state = State { batches: VecDeque::new(), completed: 0, last: None, closed: false };
        BatchQueue { workers, state: Monitor::new(state) }
    }

    /// Opens the next batch, which will end at `time`.
    pub(crate) fn open(&self, time: BatchTime) {
        self.state.update(|state| state.batches.push_back(Entry::new(time)));
    }

    /// Adds a chunk to the open batch. A job that has ended takes no chunks any more.
    pub(crate) fn push(&self, chunk: RawChunk, records: u64, bytes: u64) {
        let refused = self.state.update(|state| {
            match state.batches.back_mut().filter(|batch| batch.sealed.is_none()) {
                Some(batch) => {
                    batch.chunks.push_back(chunk);
                    batch.records += records;
                    batch.bytes += bytes;
                    None
                }
                None => Some(chunk),
            }
        });
        // Dropped outside the lock, because it returns a page to the pool.
        drop(refused);
    }

    /// Ends the open batch, and opens the one that ends at `next` or closes the queue.
    pub(crate) fn seal(&self, lateness: Duration, next: Option<BatchTime>) {
        self.state.update(|state| {
            if let Some(batch) = state.batches.back_mut() {
                batch.sealed = Some(Seal { at: Instant::now(), lateness });
            }
            match next {
                Some(time) => state.batches.push_back(Entry::new(time)),
                None => state.closed = true,
            }
        });
    }

    /// Ends the open batch if something has been received for it, and closes the queue.
    pub(crate) fn seal_rest(&self, lateness: Duration) {
        let untouched = self.state.with(|state| {
            let open = state.batches.back();
            let untouched = open.is_some_and(|b| b.chunks.is_empty() && b.entered.is_none());
            // Nobody can take it up any more: workers take up only what has chunks or is sealed.
            if untouched {
                state.batches.pop_back();
            }
            untouched
        });
        if untouched {
            self.close();
        } else {
            self.seal(lateness, None);
        }
    }

    /// Ends the queue as it is.
    pub(crate) fn close(&self) {
        self.state.update(|state| state.closed = true);
    }

    /// Drops everything, once nobody works on it any more.
    pub(crate) fn clear(&self) {
        let dropped = self.state.update(|state| {
            state.closed = true;
            std::mem::take(&mut state.batches)
        });
        drop(dropped);
    }

    /// Takes up batch `number`, as soon as there is something to do for it; `None` if there is no
    /// such batch and never will be.
    pub(crate) fn enter(&self, number: u64, stop: &StopFlag) -> Result<Option<BatchTime>> {
        self.state.wait(|state| {
            if stop.is_aborting() {
                return Some(Err(Error::Stopped));
            }
            if number > state.completed + 1 + LEAD {
                return None;
            }
            let closed = state.closed;
            let Some(batch) = state.batch(number) else { return closed.then_some(Ok(None)) };
            batch.has_work().then(|| {
                batch.entered.get_or_insert_with(Instant::now);
                Ok(Some(batch.time))
            })
        })
    }

    /// The next chunk of batch `number`; `None` once it is sealed and everything is taken.
    pub(crate) fn take_chunk(&self, number: u64, stop: &StopFlag) -> Result<Option<RawChunk>> {
        self.state.wait(|state| {
            if stop.is_aborting() {
                return Some(Err(Error::Stopped));
            }
            let Some(batch) = state.batch(number) else { return Some(Ok(None)) };
            match batch.chunks.pop_front() {
                Some(chunk) => Some(Ok(Some(chunk))),
                None => batch.sealed.is_some().then_some(Ok(None)),
            }
        })
    }

    /// One worker is done with batch `number`. The last one completes the batch.
    pub(crate) fn finish(&self, number: u64) {
        self.state.update(|state| {
            if let Some(batch) = state.batch(number) {
                batch.finished += 1;
            }
            while state.batches.front().is_some_and(|batch| batch.finished == self.workers) {
                let batch = state.batches.pop_front();
                state.completed += 1;
                state.last = batch.map(|batch| batch.report(state.completed));
            }
        });
    }

    /// Waits until `count` batches are completed, the queue has come to its end, or `give_up` says
    /// so; tells whether they are completed, or nothing if that was not known before the deadline.
    pub(crate) fn wait_completed(
        &self,
        count: u64,
        deadline: Option<Instant>,
        give_up: impl Fn() -> bool,
    ) -> Option<bool> {
        self.state.wait_deadline(deadline, |state| {
            if state.completed >= count {
                return Some(true);
            }
            (give_up() || (state.closed && state.batches.is_empty())).then_some(false)
        })
    }

    pub(crate) fn overview(&self) -> Overview {
        self.state.with(|state| Overview {
            completed: state.completed,
            waiting: state.batches.iter().filter(|batch| batch.sealed.is_some()).count() as u64,
            last: state.last.clone(),
        })
    }

    /// Lets everybody who waits find out that the job is stopping.
    pub(crate) fn wake(&self) {
        self.state.wake();
    }
}

impl State {
    fn batch(&mut self, number: u64) -> Option<&mut Entry> {
        let index = number.checked_sub(self.completed + 1)?;
        self.batches.get_mut(usize::try_from(index).ok()?)
    }
}

impl Entry {
    fn new(time: BatchTime) -> Self {
        Entry {
            time,
            chunks: VecDeque::new(),
            records: 0,
            bytes: 0,
            entered: None,
            sealed: None,
            finished: 0,
        }
    }

    fn has_work(&self) -> bool {
        !self.chunks.is_empty() || self.entered.is_some() || self.sealed.is_some()
    }

    fn report(&self, number: u64) -> BatchReport {
        let done = Instant::now();
        let (end, lateness) = match &self.sealed {
            Some(seal) => (seal.at, seal.lateness),
            None => (done, Duration::ZERO),
        };
        // Work that was done before the batch ended is not counted: nobody had to wait for it.
        let begun = self.entered.unwrap_or(end).max(end);
        BatchReport {
            time: self.time,
            number,
            records: self.records,
            bytes: self.bytes,
            scheduling_delay: lateness + begun.duration_since(end),
            processing_time: done.saturating_duration_since(begun),
            total_delay: lateness + done.saturating_duration_since(end),
        }
    }
}
