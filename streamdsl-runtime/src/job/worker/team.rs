//! What the workers of one job share.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::control::Control;
use crate::base::memory::Account;
use crate::job::queue::BatchQueue;
use crate::job::timeline::BatchPlace;
use crate::job::worker::exchange::Exchange;
use crate::plan::{Plan, WindowSpec};
use crate::shared::SharedValues;
use crate::state::Snapshot;
use crate::state::checkpoint::Checkpoints;
use crate::watch::listener::bus::Bus;
use crate::watch::status::OperatorMemory;

/// Where operators such as `pprint` write. Only one thread writes at a time.
pub type Output = Arc<Mutex<dyn Write + Send>>;

/// The parts of a job that its workers use. Each worker holds it, and so does the
/// [`Job`](crate::job::running::Job).
pub(crate) struct Team {
    pub(crate) control: Arc<Control>,
    pub(crate) plan: &'static Plan,
    /// The windows of the program, counted in batches.
    pub(crate) windows: Vec<WindowSpec>,
    /// The batch interval.
    pub(crate) interval: Duration,
    /// How many workers there are.
    pub(crate) size: usize,
    pub(crate) output: Output,
    /// What the operators keep.
    pub(crate) account: Arc<Account>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) shared: Arc<SharedValues>,
    pub(crate) queue: Arc<BatchQueue>,
    pub(crate) exchange: Arc<Exchange>,
    /// The state that the job continues from.
    pub(crate) restored: Option<Arc<Snapshot>>,
    /// The last batch of the stream before this job.
    pub(crate) before: BatchPlace,
    /// The first batch of this job.
    pub(crate) first: BatchPlace,
    /// Where checkpoints go, if anywhere.
    pub(crate) checkpoints: Option<Arc<Checkpoints>>,
    /// The state that the job leaves when it ends in order.
    pub(crate) snapshot: Mutex<Option<Snapshot>>,
}

impl Team {
    /// Returns the operators that keep memory.
    pub(crate) fn memory(&self) -> Vec<OperatorMemory> {
        let kept = (0..).zip(self.account.operators()).filter(|(_, bytes)| *bytes > 0);
        let named = |(op, bytes)| {
            let (operator, location) = self.plan.operator(Some(op));
            OperatorMemory { operator, location, bytes }
        };
        kept.map(named).collect()
    }
}
