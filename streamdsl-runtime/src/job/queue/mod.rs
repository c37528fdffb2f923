//! The queue of batches between the receivers and the workers.
//!
//! This file holds the driver's side: batches are opened and sealed, and completed in order. The
//! workers' side is in [`take`], what others may ask in [`overview`].

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

mod entry;
mod overview;
pub(crate) mod take;

use crate::base::control::WaitingPlace;
use crate::base::sync::{Monitor, Wake};
use crate::job::queue::entry::{Entry, Seal};
use crate::job::timeline::BatchPlace;
use crate::plan::Idle;
use crate::receive::chunk::RawChunk;
use crate::receive::intake::OpenBatch;
use crate::watch::listener::Event;
use crate::watch::listener::bus::Bus;
use crate::watch::status::{BatchReport, SourceStats};

/// The batches that are not completed, in order. The last one is open: it still gets chunks.
///
/// Workers can take chunks of the open batch at once, so that little work is left when the batch
/// ends. A batch that has ended waits here until the workers are free; no batch is skipped.
pub(crate) struct BatchQueue {
    workers: usize,
    /// Which workers a batch without records needs.
    idle: Idle,
    sources: Vec<Arc<SourceStats>>,
    bus: Arc<Bus>,
    state: Monitor<State>,
}

struct State {
    batches: VecDeque<Entry>,
    completed: u64,
    last: Option<BatchReport>,
    /// The place of the last batch that is completed.
    last_place: BatchPlace,
    /// For each source, the position of the last completed batch that has records from it.
    last_inputs: Vec<u64>,
    /// When the last batch was completed.
    last_done: Option<Instant>,
    /// Whether no batch follows those in the queue.
    closed: bool,
    /// Whether a thread waits until a batch is completed.
    watched: bool,
}

impl BatchQueue {
    /// Creates an empty queue of a stream whose last batch before this job was `before`. Threads that wait here sleep at once and do not spin: data can take
    /// long to arrive, and spinning would cost more than an empty batch has to do.
    pub(crate) fn new(
        workers: usize,
        idle: Idle,
        sources: Vec<Arc<SourceStats>>,
        bus: Arc<Bus>,
        before: BatchPlace,
    ) -> Self {
        let state = State {
            batches: VecDeque::new(),
            completed: 0,
            last: None,
            last_place: before,
            // Windows may hold records of any source from before this job.
            last_inputs: vec![before.position; sources.len()],
            last_done: None,
            closed: false,
            watched: false,
        };
        BatchQueue { workers, idle, sources, bus, state: Monitor::new(state) }
    }

    /// Opens the next batch.
    pub(crate) fn open(&self, place: BatchPlace) {
        let entry = Entry::new(place, self.sources.len());
        self.state.update(|state| state.batches.push_back(entry));
    }

    /// Seals the open batch. Then opens the batch `next`, or closes the queue if there is none.
    /// `lateness` is how late the batch is sealed, by the job's clock.
    pub(crate) fn seal(&self, lateness: Duration, next: Option<BatchPlace>) {
        let missing_after = next.map_or(0, |place| place.missing);
        let next = next.map(|place| Entry::new(place, self.sources.len()));
        self.state.update_for(|state| {
            let number = state.completed + state.batches.len() as u64;
            let mut wake = Wake::All;
            if let Some(batch) = state.batches.back_mut() {
                batch.sealed = Some(Seal { at: Instant::now(), lateness, missing_after });
                wake = self.excuse(batch);
                if let Some(now) = self.bus.now() {
                    batch.news.submitted = now;
                    let info = batch.info(number, &self.sources, None);
                    self.bus.post(Event::BatchSubmitted(info));
                }
            }
            if let Some(entry) = next {
                state.batches.push_back(entry);
            } else {
                (state.closed, wake) = (true, Wake::All);
            }
            self.start_first(state);
            let is_awaited = self.complete_finished(state);
            ((), if is_awaited { Wake::All } else { wake })
        });
    }

    /// Excuses the workers that a sealed batch does not need. Returns which workers must be woken for
    /// it.
    fn excuse(&self, batch: &mut Entry) -> Wake {
        if !batch.is_empty() {
            return Wake::All;
        }
        // The leader posts the events of outputs, so it is needed if there are listeners.
        batch.needs = match self.idle {
            Idle::Nobody if self.bus.is_active() => Idle::Leader,
            idle => idle,
        };
        match batch.needs {
            Idle::Everybody => Wake::All,
            Idle::Leader => {
                batch.finished = self.workers - 1;
                Wake::Most
            }
            Idle::Nobody => {
                (batch.entered, batch.finished) = (true, self.workers);
                Wake::Nobody
            }
        }
    }

    /// Seals the open batch if it has chunks or a worker has entered it, and closes the queue.
    pub(crate) fn seal_rest(&self, lateness: Duration) {
        let untouched = self.state.with(|state| {
            let open = state.batches.back();
            let untouched = open.is_some_and(|b| b.chunks.is_empty() && !b.entered);
            // No worker can enter it any more: workers enter only a batch that has chunks or is
            // sealed.
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

    /// Closes the queue: no batch follows those in it.
    pub(crate) fn close(&self) {
        self.state.update(|state| state.closed = true);
    }

    /// Drops all batches. The threads that use the queue must have ended.
    pub(crate) fn clear(&self) {
        let dropped = self.state.update(|state| {
            state.closed = true;
            std::mem::take(&mut state.batches)
        });
        drop(dropped);
    }

    /// Completes the first batches, as far as all workers have finished them. Returns whether a thread
    /// waits for that.
    fn complete_finished(&self, state: &mut State) -> bool {
        let completed = state.completed;
        while state.batches.front().is_some_and(|batch| batch.finished == self.workers) {
            self.complete_first(state);
        }
        state.completed > completed && std::mem::take(&mut state.watched)
    }

    fn complete_first(&self, state: &mut State) {
        let Some(batch) = state.batches.pop_front() else { return };
        state.completed += 1;
        state.note_inputs(&batch);
        let report = batch.report(state.completed, state.last_done);
        if let Some(now) = self.bus.now() {
            let info = batch.info(state.completed, &self.sources, Some((now, &report)));
            self.bus.post(Event::BatchCompleted(info));
        }
        (state.last, state.last_done) = (Some(report), Some(Instant::now()));
        self.start_first(state);
    }

    /// Notes the start of the first batch if it is sealed and a worker has entered it.
    fn start_first(&self, state: &mut State) {
        let Some(batch) = state.batches.front_mut().filter(|batch| batch.is_ready()) else {
            return;
        };
        batch.started = Some(Instant::now());
        if let Some(now) = self.bus.now() {
            let early = batch.news.start(now);
            let info = batch.info(state.completed + 1, &self.sources, None);
            self.bus.post(Event::BatchStarted(info));
            self.bus.post_all(early);
        }
    }
}

impl OpenBatch for BatchQueue {
    /// Adds a chunk to the open batch. If no batch is open, the job has ended, and the chunk is
    /// dropped.
    fn push(&self, chunk: RawChunk, records: u64, bytes: u64) {
        let refused = self.state.update(|state| {
            match state.batches.back_mut().filter(|batch| batch.sealed.is_none()) {
                Some(batch) => {
                    if let Some(input) = batch.inputs.get_mut(usize::from(chunk.source_of_job())) {
                        *input += records;
                    }
                    batch.add(chunk);
                    batch.bytes += bytes;
                    None
                }
                None => Some(chunk),
            }
        });
        // Dropped outside the lock, because that returns a page to the pool.
        drop(refused);
    }
}

impl WaitingPlace for BatchQueue {
    fn wake(&self) {
        self.state.wake();
    }
}

impl State {
    /// Notes the place of a batch, and from which sources it has records.
    fn note_inputs(&mut self, batch: &Entry) {
        self.last_place = batch.place;
        for (last, _) in
            self.last_inputs.iter_mut().zip(&batch.inputs).filter(|(_, records)| **records > 0)
        {
            *last = batch.place.position;
        }
    }

    fn batch(&mut self, number: u64) -> Option<&mut Entry> {
        let index = number.checked_sub(self.completed + 1)?;
        self.batches.get_mut(usize::try_from(index).ok()?)
    }
}

#[cfg(test)]
mod tests;
