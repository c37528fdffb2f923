//! Where the current thread is: in which job, in which batch.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::sync::lock;
use crate::shared::accumulator::AnyAccumulator;
use crate::shared::broadcast;
use crate::watch::status::AccumulatorStatus;

/// What a job knows of the values that are shared with its closures.
pub(crate) struct SharedValues {
    /// Different for every job of the process, and never 0.
    pub(super) job: u64,
    accumulators: Mutex<Vec<Arc<dyn AnyAccumulator>>>,
}

static NEXT_JOB: AtomicU64 = AtomicU64::new(1);

impl SharedValues {
    /// The shared values of a new job: so far, those that its builder was given.
    pub(crate) fn new(accumulators: Vec<Arc<dyn AnyAccumulator>>) -> Arc<Self> {
        let job = NEXT_JOB.fetch_add(1, Ordering::Relaxed);
        let accumulators = Mutex::new(accumulators);
        Arc::new(SharedValues { job, accumulators })
    }

    /// Takes note of an accumulator that the job adds to.
    pub(super) fn register(&self, accumulator: Arc<dyn AnyAccumulator>) {
        let mut known = lock(&self.accumulators);
        if !known.iter().any(|known| Arc::ptr_eq(known, &accumulator)) {
            known.push(accumulator);
        }
    }

    /// The accumulators of the job, by name.
    pub(crate) fn status(&self) -> Vec<AccumulatorStatus> {
        let accumulators = lock(&self.accumulators).clone();
        let mut status: Vec<_> = accumulators.iter().map(|known| known.status()).collect();
        status.sort_by(|a, b| a.name.cmp(&b.name));
        status
    }
}

/// Where a worker is.
#[derive(Clone, Copy)]
pub(super) struct WorkerPosition {
    /// The job; 0 if the thread is not a worker.
    pub(super) job: u64,
    /// The number of the batch that it processes.
    pub(super) batch: u64,
}

thread_local! {
    static POSITION: Cell<WorkerPosition> = const { Cell::new(WorkerPosition { job: 0, batch: 0 }) };
    static VALUES: RefCell<Option<Arc<SharedValues>>> = const { RefCell::new(None) };
}

/// Makes the current thread a worker of the job with these values.
pub(crate) fn enter_worker(values: &Arc<SharedValues>) {
    VALUES.set(Some(Arc::clone(values)));
    POSITION.set(WorkerPosition { job: values.job, batch: 0 });
}

/// The current thread, a worker, goes on to batch `batch`.
pub(crate) fn enter_batch(batch: u64) {
    POSITION.set(WorkerPosition { batch, ..POSITION.get() });
    broadcast::forget_seen();
}

#[inline]
pub(super) fn position() -> WorkerPosition {
    POSITION.get()
}

/// The shared values of the job whose worker the current thread is.
pub(super) fn values() -> Option<Arc<SharedValues>> {
    VALUES.with_borrow(Clone::clone)
}
