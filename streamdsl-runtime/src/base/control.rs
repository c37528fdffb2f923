//! The control of a running job: its stop, its outcome, its notices and its clock.
//!
//! Every thread of a job holds the job's [`Control`], which knows nothing of sources, batches or
//! workers. A place where threads may wait registers with the control, which wakes them when the job
//! stops.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::base::blame::panic_message;
use crate::base::clock::Clock;
use crate::base::error::{Error, Result};
use crate::base::notice::{Notice, NoticeHandler, NoticeKind};
use crate::base::sync::{Monitor, StopFlag, lock};

/// The part of a running job that all its threads share.
pub(crate) struct Control {
    pub(crate) stop: StopFlag,
    pub(crate) clock: Arc<dyn Clock>,
    /// How many nanoseconds the time of the job is ahead of the wall clock.
    ahead: AtomicU64,
    /// How many nanoseconds no batch covers, because the wall clock was set forward.
    skipped: AtomicU64,
    notices: NoticeHandler,
    outcome: Monitor<Outcome>,
    waiting_places: Mutex<Vec<Arc<dyn WaitingPlace>>>,
}

/// A place where threads of the job wait.
pub(crate) trait WaitingPlace: Send + Sync {
    /// Lets all threads that wait here check their condition again.
    fn wake(&self);
}

/// How the job ended.
#[derive(Default)]
struct Outcome {
    ended: bool,
    /// The first error. Later errors are only consequences of it.
    error: Option<Error>,
}

impl Control {
    pub(crate) fn new(clock: Arc<dyn Clock>, notices: NoticeHandler) -> Arc<Self> {
        Arc::new(Control {
            stop: StopFlag::default(),
            clock,
            ahead: AtomicU64::new(0),
            skipped: AtomicU64::new(0),
            notices,
            outcome: Monitor::new(Outcome::default()),
            waiting_places: Mutex::new(Vec::new()),
        })
    }

    /// Registers a place whose threads must be woken when the job stops.
    pub(crate) fn register(&self, place: Arc<dyn WaitingPlace>) {
        lock(&self.waiting_places).push(place);
    }

    /// Ends the job because of `error`, and wakes all waiting threads.
    pub(crate) fn fail(&self, error: Error) {
        self.outcome.with(|outcome| {
            outcome.error.get_or_insert(error);
        });
        self.abort();
    }

    /// Asks all threads to abandon their work at once.
    pub(crate) fn abort(&self) {
        self.stop.abort();
        self.wake_all();
    }

    /// Asks the job to process what it has received, and then to end.
    /// Returns whether this is the first request to stop.
    pub(crate) fn drain(&self) -> bool {
        let is_first = !self.stop.is_stopping();
        self.stop.drain();
        self.wake_all();
        is_first
    }

    /// Returns the time of the job, by which batches end.
    pub(crate) fn now(&self) -> Duration {
        self.clock.now() + Duration::from_nanos(self.ahead.load(Ordering::Relaxed))
    }

    /// Notes how far the time of the job is ahead of the wall clock, because that was set back.
    pub(crate) fn set_ahead(&self, ahead: Duration) {
        let nanos = u64::try_from(ahead.as_nanos()).unwrap_or(u64::MAX);
        self.ahead.store(nanos, Ordering::Relaxed);
    }

    /// Returns how much time since the start no batch covers, because the wall clock was set forward.
    pub(crate) fn skipped(&self) -> Duration {
        Duration::from_nanos(self.skipped.load(Ordering::Relaxed))
    }

    /// Notes more time that no batch covers.
    pub(crate) fn add_skipped(&self, time: Duration) {
        let nanos = self.skipped().saturating_add(time).as_nanos();
        self.skipped.store(u64::try_from(nanos).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn wake_all(&self) {
        self.clock.wake();
        for place in lock(&self.waiting_places).iter() {
            place.wake();
        }
    }

    /// States that all threads of the job have ended.
    pub(crate) fn end(&self) {
        self.outcome.update(|outcome| outcome.ended = true);
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.outcome.with(|outcome| outcome.ended)
    }

    /// Waits until the job has ended. Returns `None` if it has not by `deadline`.
    pub(crate) fn wait_for_end(&self, deadline: Option<Instant>) -> Option<Result<()>> {
        self.outcome.wait_deadline(deadline, |outcome| {
            outcome.ended.then(|| outcome.error.clone().map_or(Ok(()), Err))
        })
    }

    /// The error that ended the job, if there is one.
    pub(crate) fn error(&self) -> Option<Error> {
        self.outcome.with(|outcome| outcome.error.clone())
    }

    /// Sends a notice to the person who runs the program. If the function that gets it panics, the job
    /// ends with an error.
    pub(crate) fn notify(&self, source: &str, kind: NoticeKind, message: &str) {
        let notice = Notice { source: source.into(), kind, message: message.into() };
        let sent = catch_unwind(AssertUnwindSafe(|| self.notices.send(&notice)));
        if let Err(panic) = sent {
            let panic = panic_message(&*panic);
            self.fail(Error::config(format!(
                "the function that `on_notice` was given panicked at the notice `{notice}`: {panic}"
            )));
        }
    }

    /// Marks the current thread as a thread of this job.
    pub(crate) fn enter_thread(&self) {
        JOB_OF_THREAD.set(self);
    }

    /// Runs `f` as a thread of this job. The current thread may belong to another job or to none.
    pub(crate) fn as_own_thread<R>(&self, f: impl FnOnce() -> R) -> R {
        let before = JOB_OF_THREAD.replace(self);
        let result = f();
        JOB_OF_THREAD.set(before);
        result
    }

    /// Returns whether the current thread belongs to this job. Such a thread must not wait for the end
    /// of the job.
    pub(crate) fn owns_thread(&self) -> bool {
        std::ptr::eq(JOB_OF_THREAD.get(), self)
    }
}

thread_local! {
    static JOB_OF_THREAD: Cell<*const Control> = const { Cell::new(std::ptr::null()) };
}
