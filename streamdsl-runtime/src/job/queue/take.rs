//! The workers' side of the queue: they enter batches, take chunks, and finish batches.

use std::time::{Duration, Instant};

use crate::base::error::{Error, Result};
use crate::base::sync::{StopFlag, Wake};
use crate::job::queue::{BatchQueue, State};
use crate::job::timeline::BatchPlace;
use crate::plan::Idle;
use crate::receive::chunk::RawChunk;
use crate::watch::listener::OutputOperationInfo;

/// How many batches a worker may be ahead of the slowest one. Without a limit, the results of fast
/// workers could accumulate while a slow leader gathers them.
const LEAD: u64 = 1;

/// A batch that a worker has entered.
pub(crate) struct Entered {
    pub(crate) number: u64,
    pub(crate) place: BatchPlace,
    /// Whether it needs no other worker.
    pub(crate) alone: bool,
}

impl BatchQueue {
    /// Enters the first batch, from `number` on, that needs this worker. Waits until the batch has a
    /// chunk or is sealed. Returns `None` if there is no such batch and the queue is closed.
    ///
    /// `leads` says whether this worker is the leader, which more batches need than other workers.
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
            let (place, alone) = (batch.place, batch.needs == Idle::Leader);
            batch.entered = true;
            self.start_first(state);
            Some(Ok(Some(Entered { number, place, alone })))
        };
        if leads { self.state.wait(poll) } else { self.state.wait_aside(poll) }
    }

    /// Returns the number and the place of the last batch in the queue.
    pub(crate) fn last(&self) -> (u64, BatchPlace) {
        self.state.with(|state| {
            let place = state.batches.back().map_or(state.last_place, |batch| batch.place);
            (state.completed + state.batches.len() as u64, place)
        })
    }

    /// Returns how many batches are missing after batch `number`, which is sealed.
    pub(crate) fn missing_after(&self, number: u64) -> u64 {
        self.state.with(|state| {
            let seal = state.batch(number).and_then(|batch| batch.sealed.as_ref());
            seal.map_or(0, |seal| seal.missing_after)
        })
    }

    /// Waits for the next chunk of batch `number`. Returns the chunk and how long the wait took; there
    /// is no chunk if the batch is sealed and all its chunks are taken.
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

    /// Notes that one worker has finished batch `number` and has worked on it for `busy`. The last
    /// worker completes the batch.
    pub(crate) fn finish(&self, number: u64, busy: Duration) {
        self.state.update_for(|state| {
            if let Some(batch) = state.batch(number) {
                batch.finished += 1;
                batch.busy = batch.busy.max(busy);
            }
            // The other workers wait for records, so this change does not concern them.
            let is_awaited = self.complete_finished(state);
            ((), if is_awaited { Wake::All } else { Wake::Nobody })
        });
    }

    /// Notes that an output has begun to write batch `number`.
    pub(crate) fn begin_output(&self, number: u64, info: OutputOperationInfo) {
        self.state.with(|state| {
            let Some(batch) = state.batch(number) else { return };
            self.bus.post_all(batch.news.begin_output(info));
        });
    }

    /// Notes that an output has written batch `number`, or has failed.
    pub(crate) fn end_output(&self, number: u64, id: u16, failure: Option<String>) {
        let Some(now) = self.bus.now() else { return };
        self.state.with(|state| {
            let Some(batch) = state.batch(number) else { return };
            self.bus.post_all(batch.news.end_output(id, now, failure));
        });
    }
}

impl State {
    /// Returns the number of the first batch, from `number` on, that may need a worker.
    fn first_needing(&mut self, number: u64, leads: bool) -> u64 {
        let mut number = number.max(self.completed + 1);
        while self.batch(number).is_some_and(|batch| batch.excuses(leads)) {
            number += 1;
        }
        number
    }
}
