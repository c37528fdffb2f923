//! The batches between the receivers and the workers.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

mod entry;

use crate::base::control::WaitingPlace;
use crate::base::error::{Error, Result};
use crate::base::sync::{Monitor, StopFlag, Wake};
use crate::base::time::BatchTime;
use crate::job::queue::entry::{Entry, Seal};
use crate::plan::Idle;
use crate::receive::chunk::RawChunk;
use crate::receive::flow::{Backlog, Load};
use crate::receive::intake::OpenBatch;
use crate::watch::listener::bus::Bus;
use crate::watch::listener::{Event, OutputOperationInfo};
use crate::watch::status::{BatchReport, SourceStats};

/// How far a worker may be ahead of the slowest one. Without a limit, workers that wait for nothing
/// would pile up results before a slow leader.
const LEAD: u64 = 1;

/// The batches that are not completed, in order; the last one is open and still receives chunks.
///
/// Chunks of the open batch are handed out at once, so that at the end of a batch little is left
/// to do. A batch that is late waits here; nothing is ever dropped.
pub(crate) struct BatchQueue {
    workers: usize,
    /// Who is needed for a batch without records.
    idle: Idle,
    sources: Vec<Arc<SourceStats>>,
    bus: Arc<Bus>,
    state: Monitor<State>,
}

struct State {
    batches: VecDeque<Entry>,
    completed: u64,
    last: Option<BatchReport>,
    /// When the last batch was completed.
    last_done: Option<Instant>,
    /// No batch follows the ones in the queue.
    closed: bool,
    /// Somebody waits for a batch to be completed.
    watched: bool,
}

/// A batch that a worker has taken up.
pub(crate) struct Entered {
    pub(crate) number: u64,
    pub(crate) time: BatchTime,
    /// Whether no other worker is needed for it.
    pub(crate) alone: bool,
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
    pub(crate) fn new(
        workers: usize,
        idle: Idle,
        sources: Vec<Arc<SourceStats>>,
        bus: Arc<Bus>,
    ) -> Self {
        let state = State {
            batches: VecDeque::new(),
            completed: 0,
            last: None,
            last_done: None,
            closed: false,
            watched: false,
        };
        BatchQueue { workers, idle, sources, bus, state: Monitor::new(state) }
    }

    /// Opens the next batch, which will end at `time`.
    pub(crate) fn open(&self, time: BatchTime) {
        let entry = Entry::new(time, self.sources.len());
        self.state.update(|state| state.batches.push_back(entry));
    }

    /// Ends the open batch, and opens the one that ends at `next` or closes the queue.
    pub(crate) fn seal(&self, lateness: Duration, next: Option<BatchTime>) {
        let next = next.map(|time| Entry::new(time, self.sources.len()));
        self.state.update_for(|state| {
            let number = state.completed + state.batches.len() as u64;
            let mut wake = Wake::All;
            if let Some(batch) = state.batches.back_mut() {
                batch.sealed = Some(Seal { at: Instant::now(), lateness });
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

    /// Excuses the workers that an ended batch does not need; says who is to be woken for it.
    fn excuse(&self, batch: &mut Entry) -> Wake {
        if !batch.is_empty() {
            return Wake::All;
        }
        // Listeners are told of outputs by the first worker.
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

    /// Ends the open batch if something has been received for it, and closes the queue.
    pub(crate) fn seal_rest(&self, lateness: Duration) {
        let untouched = self.state.with(|state| {
            let open = state.batches.back();
            let untouched = open.is_some_and(|b| b.chunks.is_empty() && !b.entered);
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

    /// Takes up the first batch, from `number` on, for which the worker is needed, as soon as there
    /// is something to do for it; `None` if there is no such batch and never will be. The worker
    /// that leads the others is needed for more batches than they are.
    pub(crate) fn enter(
        &self,
        number: u64,
        leads: bool,
        stop: &StopFlag,
    ) -> Result<Option<Entered>> {
        let poll = |state: &mut State| {
            if stop.is_aborting() {
                return Some(Err(Error::Stopped));
            }
            let number = state.first_needing(number, leads);
            if number > state.completed + 1 + LEAD {
                state.watched = true;
                return None;
            }
            let closed = state.closed;
            let Some(batch) = state.batch(number) else { return closed.then_some(Ok(None)) };
            if !batch.has_work() {
                return None;
            }
            let (time, alone) = (batch.time, batch.needs == Idle::Leader);
            batch.entered = true;
            self.start_first(state);
            Some(Ok(Some(Entered { number, time, alone })))
        };
        if leads { self.state.wait(poll) } else { self.state.wait_aside(poll) }
    }

    /// The number of the last batch there is.
    pub(crate) fn last(&self) -> u64 {
        self.state.with(|state| state.completed + state.batches.len() as u64)
    }

    /// The next chunk of batch `number`, and for how long it was waited for; `None` once the batch
    /// is sealed and everything is taken.
    pub(crate) fn take_chunk(
        &self,
        number: u64,
        stop: &StopFlag,
    ) -> Result<(Option<RawChunk>, Duration)> {
        let mut idle_since = None;
        let chunk = self.state.wait(|state| {
            if stop.is_aborting() {
                return Some(Err(Error::Stopped));
            }
            let Some(batch) = state.batch(number) else { return Some(Ok(None)) };
            let taken = match batch.chunks.pop_front() {
                Some(chunk) => Some(Ok(Some(chunk))),
                None => batch.sealed.is_some().then_some(Ok(None)),
            };
            if taken.is_none() {
                idle_since.get_or_insert_with(Instant::now);
            }
            taken
        })?;
        Ok((chunk, idle_since.map_or(Duration::ZERO, |since| since.elapsed())))
    }

    /// One worker is done with batch `number`, and has worked for it for `busy`. The last one
    /// completes the batch.
    pub(crate) fn finish(&self, number: u64, busy: Duration) {
        self.state.update_for(|state| {
            if let Some(batch) = state.batch(number) {
                batch.finished += 1;
                batch.busy = batch.busy.max(busy);
            }
            // The other workers wait for records, and would be woken for nothing.
            let is_awaited = self.complete_finished(state);
            ((), if is_awaited { Wake::All } else { Wake::Nobody })
        });
    }

    /// Completes the batches that all workers are done with; tells whether somebody waits for that.
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
        let report = batch.report(state.completed, state.last_done);
        if let Some(now) = self.bus.now() {
            let info = batch.info(state.completed, &self.sources, Some((now, &report)));
            self.bus.post(Event::BatchCompleted(info));
        }
        (state.last, state.last_done) = (Some(report), Some(Instant::now()));
        self.start_first(state);
    }

    /// An output has been begun for batch `number`.
    pub(crate) fn begin_output(&self, number: u64, info: OutputOperationInfo) {
        self.state.with(|state| {
            let Some(batch) = state.batch(number) else { return };
            self.bus.post_all(batch.news.begin_output(info));
        });
    }

    /// An output is done with batch `number`, or has failed.
    pub(crate) fn end_output(&self, number: u64, id: u16, failure: Option<String>) {
        let Some(now) = self.bus.now() else { return };
        self.state.with(|state| {
            let Some(batch) = state.batch(number) else { return };
            self.bus.post_all(batch.news.end_output(id, now, failure));
        });
    }

    /// Notes it if the workers have become free for the first batch, and it has ended.
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
            let over = give_up() || (state.closed && state.batches.is_empty());
            state.watched |= !over;
            over.then_some(false)
        })
    }

    /// The batch that was completed last, and what lies before the workers.
    pub(crate) fn load(&self) -> Load {
        self.state.with(|state| {
            let mut backlog = Backlog::default();
            for batch in state.batches.iter().filter(|batch| batch.sealed.is_some()) {
                match batch.started {
                    Some(started) => backlog.running = Some((batch.records(), started.elapsed())),
                    None => backlog.waiting += batch.records(),
                }
            }
            (state.last.clone(), backlog)
        })
    }

    pub(crate) fn overview(&self) -> Overview {
        self.state.with(|state| Overview {
            completed: state.completed,
            waiting: state.batches.iter().filter(|batch| batch.sealed.is_some()).count() as u64,
            last: state.last.clone(),
        })
    }
}

impl OpenBatch for BatchQueue {
    /// Adds a chunk to the open batch. A job that has ended takes no chunks any more.
    fn push(&self, chunk: RawChunk, records: u64, bytes: u64) {
        let refused = self.state.update(|state| {
            match state.batches.back_mut().filter(|batch| batch.sealed.is_none()) {
                Some(batch) => {
                    if let Some(input) = batch.inputs.get_mut(usize::from(chunk.source())) {
                        *input += records;
                    }
                    batch.chunks.push_back(chunk);
                    batch.bytes += bytes;
                    None
                }
                None => Some(chunk),
            }
        });
        // Dropped outside the lock, because it returns a page to the pool.
        drop(refused);
    }
}

impl WaitingPlace for BatchQueue {
    fn wake(&self) {
        self.state.wake();
    }
}

impl State {
    /// The number of the first batch, from `number` on, for which a worker may be needed.
    fn first_needing(&mut self, number: u64, leads: bool) -> u64 {
        let mut number = number.max(self.completed + 1);
        while self.batch(number).is_some_and(|batch| batch.excuses(leads)) {
            number += 1;
        }
        number
    }

    fn batch(&mut self, number: u64) -> Option<&mut Entry> {
        let index = number.checked_sub(self.completed + 1)?;
        self.batches.get_mut(usize::try_from(index).ok()?)
    }
}

#[cfg(test)]
mod tests;
