//! Running a pipeline.

mod builder;
mod launch;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::base::error::{Error, Result};
use crate::base::sync::lock;
pub use crate::job::context::builder::Builder;
use crate::job::context::builder::Settings;
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
    /// Let go of everything as soon as possible. What is received but not processed is dropped.
    Immediate,
}

/// Where a context is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContextState {
    /// No job has been started yet.
    Initialized,
    /// A job is running.
    Active,
    /// The job has ended, or the context was stopped before there was one.
    Stopped,
}

/// Runs one pipeline: starts its threads, stops them, and says how it is doing.
///
/// All methods take `&self`, so a context in an [`Arc`] can be stopped and watched from anywhere.
/// Dropping the context stops the job immediately.
///
/// A program that runs until it is interrupted calls [`run`](Self::run). One that does something
/// else meanwhile calls [`start`](Self::start), and [`stop`](Self::stop) or
/// [`await_termination`](Self::await_termination) later.
pub struct StreamingContext {
    settings: Settings,
    life: Mutex<Life>,
}

enum Life {
    Initialized,
    Started(Arc<Job>),
    /// Stopped before a job was started, or because it could not be.
    Closed(Option<Error>),
}

impl StreamingContext {
    /// Settings for a new context.
    pub fn builder() -> Builder {
        Builder::new()
    }

    fn new(settings: Settings) -> Self {
        StreamingContext { settings, life: Mutex::new(Life::Initialized) }
    }

    /// What the application is called.
    pub fn app_name(&self) -> &str {
        &self.settings.app_name
    }

    /// Starts `pipeline` and waits until it has ended: by itself, when its sources are exhausted,
    /// by [`stop`](Self::stop), or by Ctrl-C or SIGTERM. The first of these signals stops
    /// gracefully, the second one immediately.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start), and whatever ended the job. A job that was stopped is not
    /// an error.
    pub fn run(&self, pipeline: Pipeline) -> Result<()> {
        self.start(pipeline)?;
        if self.settings.stop_on_ctrl_c
            && let Some(job) = self.job()
        {
            signals::stop_on_signal(&job);
        }
        self.await_termination()
    }

    /// Starts `pipeline` and returns.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyStarted`] or [`Error::AlreadyStopped`] if the context is not new;
    /// [`Error::Config`] and [`Error::Window`] if the program and the context do not fit;
    /// [`Error::Source`] if a source cannot be started. After a failure the context is stopped.
    pub fn start(&self, pipeline: Pipeline) -> Result<()> {
        let mut life = lock(&self.life);
        match &*life {
            Life::Initialized => {}
            Life::Started(job) if !job.control.has_ended() => return Err(Error::AlreadyStarted),
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

    /// Waits until the job has ended.
    ///
    /// # Errors
    ///
    /// Whatever ended the job, unless it was stopped or its sources were exhausted;
    /// [`Error::NotStarted`] if there is no job.
    pub fn await_termination(&self) -> Result<()> {
        self.wait_for_end(None).map(|_| ())
    }

    /// Waits until the job has ended, but not longer than `timeout`; tells whether it has.
    ///
    /// # Errors
    ///
    /// Those of [`await_termination`](Self::await_termination).
    pub fn await_termination_or_timeout(&self, timeout: Duration) -> Result<bool> {
        self.wait_for_end(deadline_in(timeout))
    }

    /// Stops the job, and waits until it has ended. Code that runs within the job itself, in a
    /// `foreach_batch` say, may call this too; it does not wait then.
    ///
    /// Stopping a context twice is possible, and a second call may be more urgent than the first.
    /// A context that is stopped before a job was started cannot start one any more.
    ///
    /// # Errors
    ///
    /// Whatever ended the job before it could be stopped.
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
            StopMode::Immediate => job.control.abort(),
        }
        if job.control.owns_thread() {
            return Ok(());
        }
        job.control.wait_for_end(None).unwrap_or(Ok(()))
    }

    /// Where the context is in its life.
    pub fn state(&self) -> ContextState {
        match &*lock(&self.life) {
            Life::Initialized => ContextState::Initialized,
            Life::Started(job) if !job.control.has_ended() => ContextState::Active,
            Life::Started(_) | Life::Closed(_) => ContextState::Stopped,
        }
    }

    /// What the job is doing; all zero if none has been started.
    pub fn status(&self) -> Status {
        self.job().map_or_else(Status::default, |job| job.status())
    }

    /// The state that the job has left behind: none while it runs, and none after a failure or an
    /// immediate stop. A context built with it ([`Builder::restore`]) goes on from there.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let job = self.job().filter(|job| job.control.has_ended())?;
        lock(&job.team.snapshot).clone()
    }

    /// Waits until `count` batches have been processed since the start, but not longer than
    /// `timeout`; tells whether they have. A job that ends earlier ends the wait too.
    ///
    /// # Errors
    ///
    /// The error that ended the job, if fewer batches were processed; [`Error::NotStarted`] if
    /// there is no job.
    pub fn wait_for_batches(&self, count: u64, timeout: Duration) -> Result<bool> {
        let job = self.started()?;
        let deadline = deadline_in(timeout);
        let stopping = || job.control.stop.is_aborting();
        match job.team.queue.wait_completed(count, deadline, stopping) {
            Some(true) => Ok(true),
            None => Ok(false),
            Some(false) if job.control.owns_thread() => Ok(false),
            // The job is ending, so its error, if there is one, is about to be known.
            Some(false) => job.control.wait_for_end(deadline).unwrap_or(Ok(())).map(|()| false),
        }
    }

    fn wait_for_end(&self, deadline: Option<Instant>) -> Result<bool> {
        let job = match self.started() {
            // Stopped before there was a job: nothing can ever be waited for.
            Err(Error::AlreadyStopped) => return Ok(true),
            job => job?,
        };
        job.control.wait_for_end(deadline).map_or(Ok(false), |outcome| outcome.map(|()| true))
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
        // Whoever wanted to know how the job ended has waited for it.
        let _ = self.stop(StopMode::Immediate);
    }
}

/// The end of a wait that begins now; none if it is beyond what the system can count to.
fn deadline_in(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}
