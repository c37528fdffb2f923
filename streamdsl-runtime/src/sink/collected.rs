//! Results in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::time::BatchTime;

/// The batches that `|> collect(&into)` gathered, in the order of time.
///
/// Clones share what is collected, so that a program can hand one to a job and
/// look at the other.
#[derive(Debug)]
pub struct Collected<T> {
    batches: Arc<Mutex<Batches<T>>>,
}

type Batches<T> = Vec<(BatchTime, Vec<T>)>;

impl<T> Clone for Collected<T> {
    fn clone(&self) -> Self {
        Self { batches: Arc::clone(&self.batches) }
    }
}

impl<T> Default for Collected<T> {
    fn default() -> Self {
        Self { batches: Arc::default() }
    }
}

impl<T> Collected<T> {
    /// A collection without batches.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes out all batches that were collected, each with its time.
    pub fn take(&self) -> Vec<(BatchTime, Vec<T>)> {
        std::mem::take(&mut self.lock())
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
        self.lock().push((time, records));
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
