//! What the workers of one job share.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::control::Control;
use crate::job::queue::BatchQueue;
use crate::job::worker::exchange::Exchange;
use crate::plan::{Plan, WindowSpec};
use crate::shared::SharedValues;
use crate::state::Snapshot;
use crate::state::checkpoint::Checkpoints;
use crate::watch::listener::bus::Bus;

/// Where operators such as `pprint` write, one writer at a time.
pub type Output = Arc<Mutex<dyn Write + Send>>;

/// The parts of a job that its workers use.
pub(crate) struct Team {
    pub(crate) control: Arc<Control>,
    pub(crate) plan: &'static Plan,
    pub(crate) windows: Vec<WindowSpec>,
    pub(crate) interval: Duration,
    /// How many workers there are.
    pub(crate) size: usize,
    pub(crate) output: Output,
    pub(crate) bus: Arc<Bus>,
    pub(crate) shared: Arc<SharedValues>,
    pub(crate) queue: Arc<BatchQueue>,
    pub(crate) exchange: Arc<Exchange>,
    /// The state that the job goes on from.
    pub(crate) restored: Option<Arc<Snapshot>>,
    /// How many batches that state has behind it.
    pub(crate) first_position: u64,
    /// Where the state is saved while the job runs.
    pub(crate) checkpoints: Option<Arc<Checkpoints>>,
    /// The state that the job leaves behind.
    pub(crate) snapshot: Mutex<Option<Snapshot>>,
}
