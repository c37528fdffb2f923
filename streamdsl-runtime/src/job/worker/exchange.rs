//! How workers pass values to each other within a batch.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::base::control::WaitingPlace;
use crate::base::error::{Error, Result};
use crate::base::sync::{Monitor, StopFlag};

type Part = Box<dyn Any + Send>;

/// Where the workers of a job pass values to each other.
///
/// Each exchange is a round with a number. All workers make the same exchanges in the same order, so
/// each one can count the rounds by itself. A worker that only contributes a value does not wait, and
/// can be several rounds ahead of the worker that collects the values.
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
    /// How many workers do not need the round any more.
    passed: usize,
}

impl Exchange {
    pub(crate) fn new(workers: usize, spin: Duration) -> Self {
        Exchange { workers, rounds: Monitor::spinning(Rounds::default(), spin) }
    }

    /// Every worker gets the values of all workers.
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

    /// Worker 0 gets the values of all workers.
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

    /// Every worker gets the value of worker 0.
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

    /// Drops the values of workers that stopped in the middle of a batch.
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

    /// Waits until `parts` workers have contributed, and returns what `take` takes from the round.
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
    /// Returns the round with this number, and opens it if it is new; `None` if it is over.
    fn round(&mut self, number: u64, workers: usize) -> Option<&mut Round> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        while self.open.len() <= index {
            self.open.push_back(Round::new(workers));
        }
        self.open.get_mut(index)
    }

    /// Removes the rounds that all workers have passed.
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
