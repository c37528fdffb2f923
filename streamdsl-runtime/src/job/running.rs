//! The whole of one running job.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::control::Control;
use crate::base::error::Error;
use crate::base::notice::NoticeKind;
use crate::job::worker::team::Team;
use crate::receive::flow::gate::Gate;
use crate::receive::pool::Pool;
use crate::watch::listener::bus::Bus;
use crate::watch::status::{SourceStats, Status};

/// A running job: what its workers share, and what only concerns receiving.
///
/// The context holds it to stop the job and to show its status. The driver holds it to end batches
/// and to set rate limits. All other threads hold a part: workers the [`Team`], receivers their
/// intake, and every thread the [`Control`].
pub(crate) struct Job {
    pub(crate) team: Arc<Team>,
    pub(crate) sources: Vec<Arc<SourceStats>>,
    /// The gate of each source.
    pub(crate) gates: Vec<Arc<Gate>>,
    pub(crate) pool: Arc<Pool>,
    /// How long a graceful stop may take.
    pub(crate) stop_timeout: Option<Duration>,
}

impl Job {
    /// The control of the job, which its workers share.
    pub(crate) fn control(&self) -> &Arc<Control> {
        &self.team.control
    }

    /// The bus of events, which the workers share.
    pub(crate) fn bus(&self) -> &Arc<Bus> {
        &self.team.bus
    }

    /// Asks the job to process what it has received, and then to end.
    pub(crate) fn drain(&self) {
        let is_first = self.control().drain();
        if let Some(timeout) = self.stop_timeout.filter(|_| is_first) {
            self.limit_drain(timeout);
        }
    }

    /// Aborts the graceful stop after `timeout`. A separate thread waits for that, because the thread
    /// that asked for the stop may not wait at all.
    fn limit_drain(&self, timeout: Duration) {
        let (control, queue) = (Arc::clone(self.control()), Arc::clone(&self.team.queue));
        let wait = move || {
            let deadline = Instant::now().checked_add(timeout);
            if control.wait_for_end(deadline).is_none() {
                let error = Error::StopTimeout { timeout, batches: queue.overview().waiting };
                let message = error.to_string();
                control.fail(error);
                // The notice comes at once, because the end of the job waits for user code that is
                // still running.
                control.notify("driver", NoticeKind::Information, &message);
            }
        };
        let spawned = std::thread::Builder::new().name("stop-timeout".into()).spawn(wait);
        if let Err(error) = spawned {
            let message = format!("cannot limit the time of the graceful stop: {error}");
            self.control().notify("driver", NoticeKind::Information, &message);
        }
    }

    /// Notes that all threads of the job have ended, and drops what they left in the queue and in
    /// the exchange.
    pub(crate) fn end(&self) {
        self.team.queue.clear();
        self.team.exchange.clear();
        self.control().end();
    }

    pub(crate) fn status(&self) -> Status {
        let queue = self.team.queue.overview();
        let receivers = self.sources.iter().zip(&self.gates);
        let receivers: Vec<_> =
            receivers.map(|(source, gate)| source.snapshot(gate.rate())).collect();
        Status {
            batches_completed: queue.completed,
            batches_waiting: queue.waiting,
            last_batch: queue.last,
            records_received: receivers.iter().map(|receiver| receiver.records).sum(),
            bytes_received: receivers.iter().map(|receiver| receiver.bytes).sum(),
            invalid_utf8: self.sources.iter().map(|source| source.invalid_utf8()).sum(),
            pool_bytes_in_use: self.pool.in_use(),
            pool_limit: self.pool.limit(),
            memory_in_use: self.team.account.reserved(),
            memory_limit: self.team.account.limit(),
            operators: self.team.memory(),
            receivers,
            accumulators: self.team.shared.status(),
        }
    }
}

/// Returns how long a worker spins in an exchange before it sleeps: about the cost of waking it. If
/// there are more workers than cores, spinning would only keep the other workers from running.
pub(crate) fn spin_time(workers: usize) -> Duration {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if workers > 1 && workers <= cores { Duration::from_micros(20) } else { Duration::ZERO }
}
