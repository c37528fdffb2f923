//! What the threads of one running job share.

use std::cell::Cell;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::base::clock::Clock;
use crate::base::error::{Error, Result};
use crate::base::notice::{Notice, NoticeHandler, NoticeKind};
use crate::base::sync::{Monitor, StopFlag, lock};
use crate::job::queue::BatchQueue;
use crate::job::worker::exchange::Exchange;
use crate::plan::Plan;
use crate::plan::WindowSpec;
use crate::receive::flow::gate::Gate;
use crate::receive::pool::Pool;
use crate::shared::SharedValues;
use crate::state::Snapshot;
use crate::state::checkpoint::Checkpoints;
use crate::watch::listener::Event;
use crate::watch::listener::bus::Bus;
use crate::watch::status::{SourceStats, Status};

/// Where operators such as `pprint` write, one writer at a time.
pub type Output = Arc<Mutex<dyn Write + Send>>;

/// One running job: everything that its receivers, its driver, its workers and its context share.
pub(crate) struct Job {
    pub(crate) plan: &'static Plan,
    pub(crate) windows: Vec<WindowSpec>,
    pub(crate) interval: Duration,
    pub(crate) workers: usize,
    pub(crate) max_record_bytes: usize,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) output: Output,
    pub(crate) notices: NoticeHandler,
    pub(crate) sources: Vec<Arc<SourceStats>>,
    /// The rate limit of each source.
    pub(crate) gates: Vec<Gate>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) shared: Arc<SharedValues>,
    /// How long a graceful stop may take.
    pub(crate) stop_timeout: Option<Duration>,
    pub(crate) pool: Arc<Pool>,
    pub(crate) queue: BatchQueue,
    pub(crate) exchange: Exchange,
    pub(crate) stop: StopFlag,
    pub(crate) outcome: Monitor<Outcome>,
    /// The state that the job goes on from.
    pub(crate) restored: Option<Arc<Snapshot>>,
    /// How many batches that state has behind it.
    pub(crate) first_position: u64,
    /// Where the state is saved while the job runs.
    pub(crate) checkpoints: Option<Checkpoints>,
    /// The state that the job left behind.
    pub(crate) snapshot: Mutex<Option<Snapshot>>,
}

/// How the job ended.
#[derive(Default)]
pub(crate) struct Outcome {
    ended: bool,
    /// The first error; later ones are its consequences.
    error: Option<Error>,
}

impl Job {
    /// Ends the job because of `error`. Everybody who waits for anything lets go.
    pub(crate) fn fail(&self, error: Error) {
        self.outcome.with(|outcome| {
            outcome.error.get_or_insert(error);
        });
        self.abort();
    }

    /// Asks the job to let go of everything at once.
    pub(crate) fn abort(&self) {
        self.stop.abort();
        self.wake_all();
    }

    /// Asks the job to process what it has received, and to end then.
    pub(crate) fn drain(self: &Arc<Self>) {
        let is_first = !self.stop.is_stopping();
        self.stop.drain();
        self.wake_all();
        if let Some(timeout) = self.stop_timeout.filter(|_| is_first) {
            self.limit_drain(timeout);
        }
    }

    /// Gives up draining after `timeout`. A thread of its own waits for that: whoever has asked the
    /// job to stop may not wait at all.
    fn limit_drain(self: &Arc<Self>, timeout: Duration) {
        let job = Arc::clone(self);
        let wait = move || {
            let deadline = Instant::now().checked_add(timeout);
            if job.wait_for_end(deadline).is_none() {
                let error = Error::StopTimeout { timeout, batches: job.queue.overview().waiting };
                let message = error.to_string();
                job.fail(error);
                // Said at once: the job's end waits for code that is still running.
                job.notify("driver", NoticeKind::Information, &message);
            }
        };
        let spawned = std::thread::Builder::new().name("stop-timeout".into()).spawn(wait);
        if let Err(error) = spawned {
            let message = format!("the graceful stop has no time-out: {error}");
            self.notify("driver", NoticeKind::Information, &message);
        }
    }

    fn wake_all(&self) {
        self.clock.wake();
        self.pool.wake();
        self.queue.wake();
        self.exchange.wake();
        self.gates.iter().for_each(Gate::wake);
    }

    /// The job's threads have ended.
    pub(crate) fn end(&self) {
        self.queue.clear();
        self.exchange.clear();
        self.outcome.update(|outcome| outcome.ended = true);
    }

    pub(crate) fn set_snapshot(&self, snapshot: Snapshot) {
        *lock(&self.snapshot) = Some(snapshot);
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.outcome.with(|outcome| outcome.ended)
    }

    /// Waits until the job has ended; `None` if it has not by `deadline`.
    pub(crate) fn wait_for_end(&self, deadline: Option<Instant>) -> Option<Result<()>> {
        self.outcome.wait_deadline(deadline, |outcome| {
            outcome.ended.then(|| outcome.error.clone().map_or(Ok(()), Err))
        })
    }

    /// What has ended the job, if it was not stopped and did not come to its end.
    pub(crate) fn error(&self) -> Option<Error> {
        self.outcome.with(|outcome| outcome.error.clone())
    }

    /// Tells listeners that a source receives, unless they know.
    pub(crate) fn receiver_started(&self, source: &SourceStats) {
        if self.bus.is_active()
            && let Some(info) = source.set_active(true)
        {
            self.bus.post(Event::ReceiverStarted(info));
        }
    }

    /// Tells listeners that a source has a problem.
    pub(crate) fn receiver_failed(&self, source: &SourceStats, reason: &str) {
        if let Some(now) = self.bus.now() {
            self.bus.post(Event::ReceiverError(source.set_trouble(reason, now)));
        }
    }

    /// Tells listeners that a source does not receive any more, unless they know.
    pub(crate) fn receiver_stopped(&self, source: &SourceStats, reason: Option<&str>) {
        let Some(now) = self.bus.now() else { return };
        let Some(mut info) = source.set_active(false) else { return };
        if let Some(reason) = reason {
            info = source.set_trouble(reason, now);
        }
        self.bus.post(Event::ReceiverStopped(info));
    }

    pub(crate) fn notify(&self, source: &str, kind: NoticeKind, message: &str) {
        self.notices.send(&Notice { source: source.into(), kind, message: message.into() });
    }

    pub(crate) fn status(&self) -> Status {
        let queue = self.queue.overview();
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
            receivers,
            accumulators: self.shared.status(),
        }
    }
}

/// For how long a thread of the job spins before it sleeps: about what being woken costs. If the
/// threads outnumber the cores, spinning would only keep the one waited for from running.
pub(crate) fn spin_time(workers: usize) -> Duration {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if workers > 1 && workers <= cores { Duration::from_micros(20) } else { Duration::ZERO }
}

thread_local! {
    static JOB_OF_THREAD: Cell<*const Job> = const { Cell::new(std::ptr::null()) };
}

/// Marks the current thread as one of `job`'s own.
pub(crate) fn enter_thread_of(job: &Arc<Job>) {
    JOB_OF_THREAD.set(Arc::as_ptr(job));
}

/// Does something for `job` on a thread that may belong to nobody, or to another job.
pub(crate) fn as_thread_of<R>(job: &Arc<Job>, f: impl FnOnce() -> R) -> R {
    let before = JOB_OF_THREAD.replace(Arc::as_ptr(job));
    let result = f();
    JOB_OF_THREAD.set(before);
    result
}

/// Whether the current thread belongs to `job`, and must therefore not wait for the job's end.
pub(crate) fn is_thread_of(job: &Arc<Job>) -> bool {
    JOB_OF_THREAD.get() == Arc::as_ptr(job)
}
