//! The accumulators of a job.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::sync::lock;
use crate::watch::status::AccumulatorStatus;

/// An accumulator of any type.
pub(crate) trait AnyAccumulator: Send + Sync {
    /// Its name and its current sum.
    fn status(&self) -> AccumulatorStatus;
}

/// The identity of a job and the accumulators that its closures add to.
pub(crate) struct SharedValues {
    /// Different for every job of the process, and never 0.
    pub(super) job: u64,
    accumulators: Mutex<Vec<Arc<dyn AnyAccumulator>>>,
}

static NEXT_JOB: AtomicU64 = AtomicU64::new(1);

impl SharedValues {
    /// The shared values of a new job. It starts with the accumulators that were given to its
    /// builder.
    pub(crate) fn new(accumulators: Vec<Arc<dyn AnyAccumulator>>) -> Arc<Self> {
        let job = NEXT_JOB.fetch_add(1, Ordering::Relaxed);
        let accumulators = Mutex::new(accumulators);
        Arc::new(SharedValues { job, accumulators })
    }

    /// Registers an accumulator that the job adds to.
    pub(super) fn register(&self, accumulator: Arc<dyn AnyAccumulator>) {
        let mut known = lock(&self.accumulators);
        if !known.iter().any(|known| Arc::ptr_eq(known, &accumulator)) {
            known.push(accumulator);
        }
    }

    /// The accumulators of the job, sorted by name.
    pub(crate) fn status(&self) -> Vec<AccumulatorStatus> {
        let accumulators = lock(&self.accumulators).clone();
        let mut status: Vec<_> = accumulators.iter().map(|known| known.status()).collect();
        status.sort_by(|a, b| a.name.cmp(&b.name));
        status
    }
}
