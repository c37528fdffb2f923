//! Results in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::time::BatchTime;

/// The batches that `|> collect(&into)` gathered, in the order of time.
///
/// Clones share what is collected, so that a program can hand one to a job and
/// look at the other. While a job runs, [`remembering`](Self::remembering)
/// bounds what is kept, and [`slice`](Self::slice) looks at a part of it: this
/// is how the recent past of a stream is asked for from outside (`remember` and
/// `slice` in Spark).
///
/// ```
/// use streamdsl::prelude::*;
///
/// let recent = Collected::remembering(Duration::from_secs(2));
/// let job = stream! { memory([[1], [2], [3], [4]]) |> collect(&recent) };
/// streamdsl::testing::run(job)?;
/// let (third, fourth) = (BatchTime::from_millis(3000), BatchTime::from_millis(4000));
/// assert_eq!(recent.batches(), [[3], [4]]);
/// assert_eq!(recent.slice(fourth, fourth), [(fourth, vec![4])]);
/// assert_eq!(recent.slice(third, fourth).len(), 2);
/// # Ok::<(), streamdsl::Error>(())
/// ```
#[derive(Debug)]
pub struct Collected<T> {
    batches: Arc<Mutex<Batches<T>>>,
    /// How far back batches are kept.
    remember: Option<Duration>,
}

type Batches<T> = VecDeque<(BatchTime, Vec<T>)>;

impl<T> Clone for Collected<T> {
    fn clone(&self) -> Self {
        Self { batches: Arc::clone(&self.batches), remember: self.remember }
    }
}

impl<T> Default for Collected<T> {
    fn default() -> Self {
        Self { batches: Arc::default(), remember: None }
    }
}

impl<T> Collected<T> {
    /// A collection without batches, which keeps every batch that comes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A collection that keeps the batches of the last `duration`: those within
    /// `(t - duration, t]`, where `t` is the end of the newest one.
    pub fn remembering(duration: Duration) -> Self {
        Self { batches: Arc::default(), remember: Some(duration) }
    }

    /// Takes out all batches that were collected, each with its time.
    pub fn take(&self) -> Vec<(BatchTime, Vec<T>)> {
        std::mem::take(&mut *self.lock()).into()
    }

    /// How many batches there are.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether there is no batch.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    pub(crate) fn push(&self, time: BatchTime, records: Vec<T>) {
        let mut batches = self.lock();
        batches.push_back((time, records));
        if let Some(remember) = self.remember {
            let newest = time.as_duration();
            let age = |old: &BatchTime| newest.saturating_sub(old.as_duration());
            while batches.front().is_some_and(|(old, _)| age(old) >= remember) {
                batches.pop_front();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Batches<T>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Collected<T> {
    /// The records of each batch.
    pub fn batches(&self) -> Vec<Vec<T>> {
        self.lock().iter().map(|(_, records)| records.clone()).collect()
    }

    /// The batches that ended from `from` to `to`, both included, each with its
    /// time.
    pub fn slice(&self, from: BatchTime, to: BatchTime) -> Vec<(BatchTime, Vec<T>)> {
        let batches = self.lock();
        let inside = batches.iter().filter(|(time, _)| (from..=to).contains(time));
        inside.cloned().collect()
    }

    /// The records of each batch, sorted: the order within a batch depends on
    /// the workers.
    pub fn sorted_batches(&self) -> Vec<Vec<T>>
    where
        T: PartialOrd,
    {
        let mut batches = self.batches();
        for records in &mut batches {
            records.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        }
        batches
    }

    /// All records of all batches.
    pub fn records(&self) -> Vec<T> {
        self.lock().iter().flat_map(|(_, records)| records.iter().cloned()).collect()
    }
}
