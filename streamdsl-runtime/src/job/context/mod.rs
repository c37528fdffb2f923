//! The context: it runs a pipeline.

mod builder;
mod launch;
mod saved_state;
mod settings;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::base::error::{Error, Result};
use crate::base::sync::lock;
pub use crate::job::context::builder::Builder;
use crate::job::context::settings::Settings;
use crate::job::pipeline::Pipeline;
use crate::job::running::Job;
use crate::job::signals;
use crate::state::Snapshot;
use crate::watch::status::Status;

/// How a job is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StopMode {
    /// Stop receiving, process everything that has been received, then end.
    Graceful,
    /// End as soon as possible. Records that are received and not processed are dropped.
    Immediate,
}

/// What happens with the windows when all sources of a job have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AtEnd {
    /// The job runs empty batches, without waiting for the clock, until each window has been emitted
    /// once with the last records that entered it.
    #[default]
    Emit,
    /// The job ends after the last batch with records. Windows stay in the snapshot and in the last
    /// checkpoint, and another job can continue with them.
    Keep,
}

/// The state of a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContextState {
    /// No job has been started yet.
    Initialized,
    /// A job is running.
    Active,
    /// The job has ended, or the context was stopped before there was one.
    Stopped,
}

/// Runs one pipeline: starts its threads, stops them, and shows its status.
///
/// A program that runs until it is interrupted calls [`run`](Self::run). A program that does something
/// else at the same time calls [`start`](Self::start), and later [`stop`](Self::stop) or
/// [`await_termination`](Self::await_termination).
///
/// All methods take `&self`, so other threads can use a context in an [`Arc`] to stop the job or to
/// read its status. Dropping the context stops the job immediately.
///
/// ```
/// use std::time::Duration;
///
/// use streamdsl::clock::SimulatedClock;
/// use streamdsl::prelude::*;
///
/// let counts = Collected::new();
/// let job = stream! {
///     batch_interval = 1s;
///     memory([vec!["to be or", "not to be"], vec!["that is"]]) |> flat_map(split) |> count
///         |> collect(&counts);
/// };
/// let context = StreamingContext::builder().clock(SimulatedClock::new()).build()?;
/// context.start(job)?;
/// assert!(context.await_termination_or_timeout(Duration::from_secs(60))?);
/// assert_eq!(context.state(), ContextState::Stopped);
/// assert_eq!(context.status().batches_completed, 2);
/// assert_eq!(counts.records(), [6, 2]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub struct StreamingContext {
    settings: Settings,
    life: Mutex<Life>,
}

enum Life {
    Initialized,
    Started(Arc<Job>),
    /// The context was stopped before a job was started, or the start failed.
    Closed(Option<Error>),
}

impl StreamingContext {
    /// Returns a builder for a new context.
    pub fn builder() -> Builder {
        Builder::new()
    }

    fn with(settings: Settings) -> Self {
        StreamingContext { settings, life: Mutex::new(Life::Initialized) }
    }

    /// Returns the name of the application.
    pub fn app_name(&self) -> &str {
        &self.settings.app_name
    }

    /// Starts `pipeline` and waits until the job has ended. A job ends when its sources are exhausted,
    /// when [`stop`](Self::stop) is called, on an error, or on a signal; see
    /// [`await_termination`](Self::await_termination).
    ///
    /// # Errors
    ///
    /// The errors of [`start`](Self::start), and the error that ended the job. Stopping a job is not an
    /// error.
    pub fn run(&self, pipeline: Pipeline) -> Result<()> {
        self.start(pipeline)?;
        self.await_termination()
    }

    /// Starts `pipeline` and returns.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyStarted`] or [`Error::AlreadyStopped`] if the context is not new;
    /// [`Error::Config`] and [`Error::Window`] if the program and the settings do not fit together;
    /// [`Error::Source`] if a source cannot start. After an error, the context is stopped.
    pub fn start(&self, pipeline: Pipeline) -> Result<()> {
        let mut life = lock(&self.life);
        match &*life {
            Life::Initialized => {}
            Life::Started(job) if !job.control().has_ended() => return Err(Error::AlreadyStarted),
            Life::Started(_) | Life::Closed(_) => return Err(Error::AlreadyStopped),
        }
        match launch::launch(&self.settings, pipeline) {
            Ok(job) => {
                *life = Life::Started(job);
                Ok(())
            }
            Err(error) => {
                *life = Life::Closed(Some(error.clone()));
                Err(error)
            }
        }
    }

    /// Waits until the job has ended. While the program waits, the signals SIGINT (Ctrl-C), SIGTERM
    /// and SIGHUP stop the job; [`Builder::stop_on_ctrl_c`] prevents that.
    ///
    /// The first signal stops the job gracefully, also a job that [`stop`](Self::stop) is stopping in this
    /// way already. A second one stops it immediately, if it comes more
    /// than a second later: signals within one second count as one. A notice says what that drops. If
    /// code of the program then does not return within a second, the process ends. A signal that the
    /// process ignores when the program first waits (`nohup`, or `job &` in a script) stays ignored.
    /// On Windows, only Ctrl-C is handled.
    ///
    /// # Errors
    ///
    /// The error that ended the job, if there is one; [`Error::NotStarted`] if no job has been started.
    pub fn await_termination(&self) -> Result<()> {
        self.wait_for_end(None).map(|_| ())
    }

    /// Waits until the job has ended, but not longer than `timeout`. Returns whether the job has ended.
    ///
    /// # Errors
    ///
    /// The errors of [`await_termination`](Self::await_termination).
    pub fn await_termination_or_timeout(&self, timeout: Duration) -> Result<bool> {
        self.wait_for_end(deadline_in(timeout))
    }

    /// Stops the job, and waits until it has ended. Code that the job runs, for example in
    /// `foreach_batch`, may call this too; then the call does not wait.
    ///
    /// You can call this again: a second call with [`StopMode::Immediate`] shortens a graceful stop. A
    /// context that is stopped before a job was started cannot start a job any more.
    ///
    /// # Errors
    ///
    /// The error that ended the job, if there is one.
    pub fn stop(&self, mode: StopMode) -> Result<()> {
        let job = {
            let mut life = lock(&self.life);
            match &*life {
                Life::Initialized => {
                    *life = Life::Closed(None);
                    return Ok(());
                }
                Life::Started(job) => Arc::clone(job),
                Life::Closed(_) => return Ok(()),
            }
        };
        match mode {
            StopMode::Graceful => job.drain(),
            StopMode::Immediate => job.control().abort(),
        }
        if job.control().owns_thread() {
            return Ok(());
        }
        job.control().wait_for_end(None).unwrap_or(Ok(()))
    }

    /// Returns the state of the context.
    pub fn state(&self) -> ContextState {
        match &*lock(&self.life) {
            Life::Initialized => ContextState::Initialized,
            Life::Started(job) if !job.control().has_ended() => ContextState::Active,
            Life::Started(_) | Life::Closed(_) => ContextState::Stopped,
        }
    }

    /// Returns the current figures of the job. They are all zero if no job has been started.
    pub fn status(&self) -> Status {
        self.job().map_or_else(Status::default, |job| job.status())
    }

    /// Returns the state that the job has left. It is `None` while the job runs, after a failure, and
    /// after an immediate stop. A new context continues from it with [`Builder::restore`].
    pub fn snapshot(&self) -> Option<Snapshot> {
        let job = self.job().filter(|job| job.control().has_ended())?;
        lock(&job.team.snapshot).clone()
    }

    /// Waits until `count` batches have been processed since the start, but not longer than
    /// `timeout`. Returns whether they have been processed. The wait also ends when the job ends.
    ///
    /// # Errors
    ///
    /// The error that ended the job, if fewer batches were processed; [`Error::NotStarted`] if no job
    /// has been started.
    pub fn wait_for_batches(&self, count: u64, timeout: Duration) -> Result<bool> {
        let job = self.started()?;
        let deadline = deadline_in(timeout);
        let stopping = || job.control().stop.is_aborting();
        match job.team.queue.wait_completed(count, deadline, stopping) {
            Some(true) => Ok(true),
            None => Ok(false),
            Some(false) if job.control().owns_thread() => Ok(false),
            // The job is ending. If there is an error, it is known when the job has ended.
            Some(false) => job.control().wait_for_end(deadline).unwrap_or(Ok(())).map(|()| false),
        }
    }

    fn wait_for_end(&self, deadline: Option<Instant>) -> Result<bool> {
        let job = match self.started() {
            // The context was stopped before a job was started, so there is nothing to wait for.
            Err(Error::AlreadyStopped) => return Ok(true),
            job => job?,
        };
        if self.settings.stop_on_ctrl_c {
            signals::stop_on_signal(&job);
        }
        job.control().wait_for_end(deadline).map_or(Ok(false), |outcome| outcome.map(|()| true))
    }

    fn started(&self) -> Result<Arc<Job>> {
        match &*lock(&self.life) {
            Life::Initialized => Err(Error::NotStarted),
            Life::Started(job) => Ok(Arc::clone(job)),
            Life::Closed(Some(error)) => Err(error.clone()),
            Life::Closed(None) => Err(Error::AlreadyStopped),
        }
    }

    fn job(&self) -> Option<Arc<Job>> {
        self.started().ok()
    }
}

impl Drop for StreamingContext {
    fn drop(&mut self) {
        // A program that needs the job's error waits for the job before it drops the context.
        let _ = self.stop(StopMode::Immediate);
    }
}

/// Returns when a wait that begins now must end; `None` if the system cannot represent that time.
fn deadline_in(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}
