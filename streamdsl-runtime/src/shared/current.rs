//! The job and the batch that the current thread works on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::shared::registry::SharedValues;

/// The job and the batch that a worker processes.
#[derive(Clone, Copy)]
pub(super) struct WorkerPosition {
    /// The job; 0 if the thread is not a worker.
    pub(super) job: u64,
    /// The number of the batch that the worker processes.
    pub(super) batch: u64,
}

thread_local! {
    static POSITION: Cell<WorkerPosition> = const { Cell::new(WorkerPosition { job: 0, batch: 0 }) };
    static VALUES: RefCell<Option<Arc<SharedValues>>> = const { RefCell::new(None) };
}

/// Makes the current thread a worker of the job with these values.
pub(super) fn set_job(values: &Arc<SharedValues>) {
    VALUES.set(Some(Arc::clone(values)));
    POSITION.set(WorkerPosition { job: values.job, batch: 0 });
}

/// Sets the batch of the current thread, which is a worker.
pub(super) fn set_batch(batch: u64) {
    POSITION.set(WorkerPosition { batch, ..POSITION.get() });
}

/// The job and the batch of the current thread.
#[inline]
pub(super) fn position() -> WorkerPosition {
    POSITION.get()
}

/// The shared values of the job that the current thread is a worker of; `None` for other threads.
pub(super) fn values() -> Option<Arc<SharedValues>> {
    VALUES.with_borrow(Clone::clone)
}
