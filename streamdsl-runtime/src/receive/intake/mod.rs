//! The intake of a source: the part of its inlet that does not know the type of the records.
//!
//! Data pass through three steps. They are *received*, *admitted* by the gate of the source, and
//! *published* as a chunk of the open batch. Bytes are received into the open page ([`bytes`]);
//! items are received as lists ([`items`]).

mod bytes;
mod items;

use std::sync::{Arc, Mutex};

use crate::base::control::Control;
use crate::base::memory::Account;
use crate::base::sync::{StopFlag, lock};
use crate::receive::chunk::{Payload, RawChunk};
use crate::receive::flow::gate::Gate;
use crate::receive::open_page::OpenPage;
use crate::receive::pool::Pool;
use crate::watch::listener::bus::Bus;
use crate::watch::status::SourceStats;

/// How long a source waits for memory or for its rate limit before it gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Until the job stops in any way.
    Stop,
    /// Until the job is aborted. This is for input that must be read to its end once it is begun.
    Abort,
}

impl Until {
    fn is_over(self, stop: &StopFlag) -> bool {
        match self {
            Until::Stop => stop.is_stopping(),
            Until::Abort => stop.is_aborting(),
        }
    }
}

/// Publishes what one source receives, as fast as the source's rate limit allows.
pub(crate) struct Intake {
    pub(super) stats: Arc<SourceStats>,
    pub(super) control: Arc<Control>,
    pub(super) bus: Arc<Bus>,
    pub(super) pool: Arc<Pool>,
    account: Arc<Account>,
    pub(super) max_record_bytes: usize,
    batches: Arc<dyn OpenBatch>,
    gate: Arc<Gate>,
    /// The receiver holds this lock while it reads, so that the end of a batch sees every byte that
    /// has been read. If the source has a rate limit, everything else is also admitted and published
    /// under it, so that both happen in the same batch.
    open_page: Mutex<OpenPage>,
}

/// The batch that is open: it takes the chunks of all sources until it is sealed.
pub(crate) trait OpenBatch: Send + Sync {
    /// Adds a chunk that holds `records` records and `bytes` received bytes.
    fn push(&self, chunk: RawChunk, records: u64, bytes: u64);
}

/// What the intakes of all sources of a job share.
#[derive(Clone)]
pub(crate) struct IntakeParts {
    pub(crate) account: Arc<Account>,
    pub(crate) control: Arc<Control>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) pool: Arc<Pool>,
    pub(crate) max_record_bytes: usize,
    pub(crate) batches: Arc<dyn OpenBatch>,
}

impl Intake {
    pub(crate) fn new(stats: Arc<SourceStats>, gate: Arc<Gate>, parts: IntakeParts) -> Self {
        let IntakeParts { account, control, bus, pool, max_record_bytes, batches } = parts;
        let open_page = Mutex::new(OpenPage::default());
        Intake { stats, control, bus, pool, account, max_record_bytes, batches, gate, open_page }
    }

    /// The current rate limit in records per second, if there is one.
    pub(super) fn rate_limit(&self) -> Option<f64> {
        self.gate().and_then(Gate::rate)
    }

    /// Waits while so many records of the open batch are kept that the batch must end first, until the
    /// job stops. What the driver delivers does not wait, because the driver ends the batch.
    ///
    /// The caller must not hold a lock that the end of a batch needs.
    pub(in crate::receive) fn wait_for_memory(&self, until: Until) {
        if self.account.is_pressed() && !self.control.owns_thread() {
            let stop = &self.control.stop;
            self.pool.wait_until(|| until.is_over(stop) || !self.account.is_pressed());
        }
    }

    /// Waits until the rate limit admits records, or the job is stopping. Returns how many records
    /// it admits; the result is `u64::MAX` if nothing limits them.
    ///
    /// The caller must not hold a lock that the end of a batch needs: the driver both ends the batch
    /// and raises the limit.
    pub(super) fn wait_for_admission(&self) -> u64 {
        let gate = self.gate().filter(|_| !self.control.owns_thread());
        gate.and_then(|gate| gate.wait(&self.control.stop)).unwrap_or(u64::MAX)
    }

    /// Admits all `records` if the rate limit admits at least one. The excess is deducted from later
    /// limits. Returns whether the records are admitted.
    pub(super) fn admit_together(&self, records: u64) -> bool {
        let Some(gate) = self.gate() else { return true };
        if self.control.owns_thread() || self.control.stop.is_stopping() {
            gate.count_unlimited(records);
            return true;
        }
        gate.admit_together(records)
    }

    /// Publishes every record of the open page that is admitted.
    pub(crate) fn flush(&self) {
        let mut open_page = lock(&self.open_page);
        if open_page.has_admitted() {
            self.publish_page(&mut open_page);
        }
    }

    /// Publishes every complete record of the open page, whatever the rate limit.
    pub(crate) fn flush_rest(&self) {
        self.publish_rest(&mut lock(&self.open_page));
    }

    /// Counts the records and publishes them as a chunk.
    fn publish(&self, payload: Payload, records: u64) {
        self.stats.count(records, 0);
        self.publish_counted(payload, records);
    }

    fn publish_counted(&self, payload: Payload, records: u64) {
        let bytes = match &payload {
            Payload::Page(page) | Payload::Records(page, _) => page.len() as u64,
            Payload::Shared(_, range) => range.len() as u64,
            Payload::Items(..) => 0,
        };
        let chunk = RawChunk::new(Arc::clone(&self.stats), payload);
        self.batches.push(chunk, records, bytes);
    }

    /// The gate of the source, if it has a rate limit.
    fn gate(&self) -> Option<&Gate> {
        self.gate.is_limited().then_some(&*self.gate)
    }
}
