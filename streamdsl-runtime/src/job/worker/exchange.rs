//! How workers pass values to each other within a batch.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::base::control::WaitingPlace;
use crate::base::error::{Error, Result};
use crate::base::sync::{Monitor, StopFlag};

type Part = Box<dyn Any + Send>;

/// The meeting place of a job's workers.
///
/// An exchange is a round. All workers call the same exchanges in the same order, so they agree on
/// the numbers of rounds without a word. A worker that only contributes does not wait, and may be
/// rounds ahead of the one that collects.
pub(crate) struct Exchange {
    workers: usize,
    rounds: Monitor<Rounds>,
}

#[derive(Default)]
struct Rounds {
    /// The number of the first open round.
    first: u64,
    open: VecDeque<Round>,
}

struct Round {
    /// What each worker contributed.
    parts: Vec<Option<Part>>,
    /// How many workers have contributed.
    present: usize,
    /// How many workers have nothing more to do with the round.
    passed: usize,
}

impl Exchange {
    pub(crate) fn new(workers: usize, spin: Duration) -> Self {
        Exchange { workers, rounds: Monitor::spinning(Rounds::default(), spin) }
    }

    /// Everybody's values, for everybody.
    pub(crate) fn all_gather<T: Send + Sync + 'static>(
        &self,
        round: u64,
        worker: usize,
        value: Arc<T>,
        stop: &StopFlag,
    ) -> Result<Vec<Arc<T>>> {
        self.contribute(round, worker, Box::new(value), false);
        self.wait_complete(round, self.workers, stop, |round| {
            round.parts.iter().map(|part| shared(part.as_ref())).collect()
        })
    }

    /// Everybody's values, for worker 0.
    pub(crate) fn gather<T: Send + 'static>(
        &self,
        round: u64,
        worker: usize,
        value: T,
        stop: &StopFlag,
    ) -> Result<Option<Vec<T>>> {
        let leads = worker == 0;
        self.contribute(round, worker, Box::new(value), !leads);
        if !leads {
            return if stop.is_aborting() { Err(Error::Stopped) } else { Ok(None) };
        }
        let parts: Vec<Part> = self.wait_complete(round, self.workers, stop, |round| {
            round.parts.iter_mut().map(|part| part.take().ok_or_else(disagreement)).collect()
        })?;
        let values = parts
            .into_iter()
            .map(|part| part.downcast::<T>().map(|value| *value).map_err(|_| disagreement()));
        values.collect::<Result<_>>().map(Some)
    }

    /// Worker 0's value, for everybody.
    pub(crate) fn broadcast<T: Send + Sync + 'static>(
        &self,
        round: u64,
        worker: usize,
        value: Option<Arc<T>>,
        stop: &StopFlag,
    ) -> Result<Arc<T>> {
        if worker == 0 {
            let value = value.ok_or_else(|| Error::internal("the leader broadcast nothing"))?;
            self.contribute(round, worker, Box::new(Arc::clone(&value)), true);
            return if stop.is_aborting() { Err(Error::Stopped) } else { Ok(value) };
        }
        self.wait_complete(round, 1, stop, |round| shared(round.parts[0].as_ref()))
    }

    /// Drops what was left behind by workers that stopped in the middle of a batch.
    pub(crate) fn clear(&self) {
        let dropped = self.rounds.update(|rounds| std::mem::take(&mut rounds.open));
        drop(dropped);
    }

    fn contribute(&self, round: u64, worker: usize, part: Part, passes: bool) {
        let contribute = |rounds: &mut Rounds| {
            let entry = rounds.round(round, self.workers)?;
            entry.parts[worker] = Some(part);
            entry.present += 1;
            entry.passed += usize::from(passes);
            // A broadcast is complete with its first part, everything else with its last.
            let complete = worker == 0 || entry.present == self.workers;
            rounds.retire(self.workers);
            complete.then_some(())
        };
        if self.rounds.with(contribute).is_some() {
            self.rounds.wake();
        }
    }

    /// Waits until `parts` workers have contributed, and takes what `take` finds.
    fn wait_complete<R>(
        &self,
        round: u64,
        parts: usize,
        stop: &StopFlag,
        mut take: impl FnMut(&mut Round) -> Result<R>,
    ) -> Result<R> {
        self.rounds.wait(|rounds| {
            if stop.is_aborting() {
                return Some(Err(Error::Stopped));
            }
            let Some(entry) = rounds.round(round, self.workers) else {
                return Some(Err(disagreement()));
            };
            if entry.present < parts {
                return None;
            }
            let taken = take(entry);
            entry.passed += 1;
            rounds.retire(self.workers);
            Some(taken)
        })
    }
}

impl Rounds {
    /// The round with this number, opened if it is new; `None` if it is over.
    fn round(&mut self, number: u64, workers: usize) -> Option<&mut Round> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        while self.open.len() <= index {
            self.open.push_back(Round::new(workers));
        }
        self.open.get_mut(index)
    }

    /// Removes rounds that everybody has passed.
    fn retire(&mut self, workers: usize) {
        while self.open.front().is_some_and(|round| round.passed == workers) {
            self.open.pop_front();
            self.first += 1;
        }
    }
}

impl Round {
    fn new(workers: usize) -> Self {
        Round { parts: (0..workers).map(|_| None).collect(), present: 0, passed: 0 }
    }
}

fn shared<T: Send + Sync + 'static>(part: Option<&Part>) -> Result<Arc<T>> {
    part.and_then(|part| part.downcast_ref::<Arc<T>>()).cloned().ok_or_else(disagreement)
}

fn disagreement() -> Error {
    Error::internal("the workers disagree about the order of their exchanges")
}

impl WaitingPlace for Exchange {
    fn wake(&self) {
        self.rounds.wake();
    }
}
