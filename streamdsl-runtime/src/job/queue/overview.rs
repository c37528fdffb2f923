//! What the context, the driver and the regulator may ask the queue.

use std::time::Instant;

use crate::job::queue::BatchQueue;
use crate::job::queue::entry::Entry;
use crate::receive::flow::{Backlog, Load};
use crate::watch::status::BatchReport;

/// The figures of the queue that appear in the status of the job.
pub(crate) struct Overview {
    pub(crate) completed: u64,
    pub(crate) waiting: u64,
    /// How many records are in batches that are not completed.
    pub(crate) waiting_records: u64,
    pub(crate) last: Option<BatchReport>,
}

impl BatchQueue {
    /// Waits until `count` batches are completed. Returns `Some(false)` if the queue has ended or
    /// `give_up` returns true before that, and `None` at the deadline.
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

    /// Returns the batch that was completed last, and the records that wait for the workers.
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

    /// Returns for each source the position of the last batch that has records from it; before the
    /// first record, the position of the last batch before this job.
    pub(crate) fn last_inputs(&self) -> Vec<u64> {
        self.state.with(|state| {
            let mut last = state.last_inputs.clone();
            for batch in &state.batches {
                let has_records = batch.inputs.iter().map(|records| *records > 0);
                for (last, _) in last.iter_mut().zip(has_records).filter(|(_, has)| *has) {
                    *last = batch.place.position;
                }
            }
            last
        })
    }

    pub(crate) fn overview(&self) -> Overview {
        self.state.with(|state| Overview {
            completed: state.completed,
            waiting: state.batches.iter().filter(|batch| batch.sealed.is_some()).count() as u64,
            waiting_records: state.batches.iter().map(Entry::records).sum(),
            last: state.last.clone(),
        })
    }
}
