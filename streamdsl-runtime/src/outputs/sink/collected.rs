//! Results in memory.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::time::BatchTime;
use crate::outputs::sink::Sink;

/// The batches that `|> collect(&into)` has collected, in the order of time.
///
/// Clones share the batches: give one clone to a job and read the other. To query the recent past of a
/// stream while the job runs, create the collection with [`remembering`](Self::remembering), which
/// limits how long batches are kept, and read a part of it with [`slice`](Self::slice). Spark:
/// `remember` and `slice`.
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
    /// How long batches are kept; `None` for ever.
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
    /// Creates an empty collection that keeps all batches.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty collection that keeps the batches of the last `duration`: those that end
    /// within `(t - duration, t]`, where `t` is the end of the newest batch.
    pub fn remembering(duration: Duration) -> Self {
        Self { batches: Arc::default(), remember: Some(duration) }
    }

    /// Removes and returns all batches, each with its time.
    pub fn take(&self) -> Vec<(BatchTime, Vec<T>)> {
        std::mem::take(&mut *self.lock()).into()
    }

    /// Returns the number of batches.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Returns whether there are no batches.
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

/// A test can give a clone to a program that writes to any sink.
impl<T: Send + 'static> Sink<T> for Collected<T> {
    type Error = Infallible;

    fn write(&mut self, time: BatchTime, records: Vec<T>) -> Result<(), Infallible> {
        self.push(time, records);
        Ok(())
    }
}

impl<T: Clone> Collected<T> {
    /// Returns the records of each batch.
    pub fn batches(&self) -> Vec<Vec<T>> {
        self.lock().iter().map(|(_, records)| records.clone()).collect()
    }

    /// Returns the batches that end between `from` and `to`, both included, each with its time.
    pub fn slice(&self, from: BatchTime, to: BatchTime) -> Vec<(BatchTime, Vec<T>)> {
        let batches = self.lock();
        let inside = batches.iter().filter(|(time, _)| (from..=to).contains(time));
        inside.cloned().collect()
    }

    /// Returns the records of each batch, sorted. Use it behind aggregates and other operators by key:
    /// the order of what they yield depends on the workers. Operators that keep whole records keep the
    /// order of the stream.
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

    /// Returns all records of all batches.
    pub fn records(&self) -> Vec<T> {
        self.lock().iter().flat_map(|(_, records)| records.iter().cloned()).collect()
    }
}
