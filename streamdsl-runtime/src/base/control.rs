//! The control of a running job: how it is stopped, how it ended, its notices and its clock.
//!
//! Every thread of a job holds its [`Control`]. It knows nothing of sources, batches or workers; who
//! may wait for something registers here and is woken when the job stops.

use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::base::clock::Clock;
use crate::base::error::{Error, Result};
use crate::base::notice::{Notice, NoticeHandler, NoticeKind};
use crate::base::sync::{Monitor, StopFlag, lock};

/// What every part of a running job may ask and say.
pub(crate) struct Control {
    pub(crate) stop: StopFlag,
    pub(crate) clock: Arc<dyn Clock>,
    notices: NoticeHandler,
    outcome: Monitor<Outcome>,
    waiting_places: Mutex<Vec<Arc<dyn WaitingPlace>>>,
}

/// A place where threads of the job wait.
pub(crate) trait WaitingPlace: Send + Sync {
    /// Lets all threads that wait here look again at what they wait for.
    fn wake(&self);
}

/// How the job ended.
#[derive(Default)]
struct Outcome {
    ended: bool,
    /// The first error. Later errors are its consequences.
    error: Option<Error>,
}

impl Control {
    pub(crate) fn new(clock: Arc<dyn Clock>, notices: NoticeHandler) -> Arc<Self> {
        Arc::new(Control {
            stop: StopFlag::default(),
            clock,
            notices,
            outcome: Monitor::new(Outcome::default()),
            waiting_places: Mutex::new(Vec::new()),
        })
    }

    /// Registers a place whose threads must be woken when the job stops.
    pub(crate) fn register(&self, place: Arc<dyn WaitingPlace>) {
        lock(&self.waiting_places).push(place);
    }

    /// Ends the job because of `error`, and wakes every thread that waits.
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

    /// Sends a notice to whoever operates the program.
    pub(crate) fn notify(&self, source: &str, kind: NoticeKind, message: &str) {
        self.notices.send(&Notice { source: source.into(), kind, message: message.into() });
    }

    /// Marks the current thread as one of this job's own.
    pub(crate) fn enter_thread(&self) {
        JOB_OF_THREAD.set(self);
    }

    /// Runs `f` for this job on a thread that may belong to nobody, or to another job.
    pub(crate) fn as_own_thread<R>(&self, f: impl FnOnce() -> R) -> R {
        let before = JOB_OF_THREAD.replace(self);
        let result = f();
        JOB_OF_THREAD.set(before);
        result
    }

    /// Whether the current thread belongs to this job. Such a thread must not wait for the job's end.
    pub(crate) fn owns_thread(&self) -> bool {
        std::ptr::eq(JOB_OF_THREAD.get(), self)
    }
}

thread_local! {
    static JOB_OF_THREAD: Cell<*const Control> = const { Cell::new(std::ptr::null()) };
}
