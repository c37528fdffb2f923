//! The driver: one thread that ends the batches and looks after the other threads.

pub(crate) mod job;
pub(crate) mod signals;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::batch::inlet::Intake;
use crate::driver::job::Job;
use crate::error::{Error, Result};
use crate::source::AnySource;
use crate::time::{BatchTime, next_boundary};
use crate::worker::{affinity, panic_message};

/// A source of the running job, with its way into the batches.
pub(crate) struct RunningSource {
    pub(crate) source: Box<dyn AnySource>,
    pub(crate) intake: Arc<Intake>,
}

/// What the driver's thread works with.
pub(crate) struct Driver {
    pub(crate) job: Arc<Job>,
    pub(crate) sources: Vec<RunningSource>,
    pub(crate) workers: Vec<JoinHandle<()>>,
    pub(crate) interval: Duration,
    pub(crate) first: BatchTime,
}

/// Opens the first batch of a job; gives its end. Only then may a source be started, since what it
/// receives needs a batch to go to.
pub(crate) fn open_first_batch(job: &Job, interval: Duration) -> BatchTime {
    let first = BatchTime::from_duration(next_boundary(job.clock.now(), interval));
    job.queue.open(first);
    first
}

impl Driver {
    /// Runs the job to its end. Nothing that goes wrong on the way leaves anybody waiting.
    pub(crate) fn run(mut self) {
        job::enter_thread_of(&self.job);
        affinity::sharpen_timer();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.drive_batches()));
        self.settle(outcome);
        self.finish();
    }

    /// Stops whatever is still running, and ends the job.
    pub(crate) fn finish(mut self) {
        let stopped = catch_unwind(AssertUnwindSafe(|| self.stop_sources()));
        self.settle(stopped.map(Ok));
        for worker in self.workers.drain(..) {
            // A worker's panic has been turned into the job's error by the worker itself.
            let _ = worker.join();
        }
        // Whoever feeds a source from outside learns that nobody listens before the job has ended.
        self.sources.clear();
        self.job.end();
    }

    fn settle(&self, outcome: std::thread::Result<Result<()>>) {
        match outcome {
            Ok(Ok(()) | Err(Error::Stopped)) => {}
            Ok(Err(error)) => self.job.fail(error),
            Err(panic) => {
                let message = format!("a source panicked: {}", panic_message(&*panic));
                self.job.fail(Error::source("driver", message));
            }
        }
    }

    fn drive_batches(&mut self) -> Result<()> {
        let (mut number, mut time) = (1, self.first);
        if self.is_exhausted() {
            self.drain(time);
            return Ok(());
        }
        loop {
            self.wait_for_end(number, time);
            if self.job.stop.is_aborting() {
                return Err(Error::Stopped);
            }
            if !self.job.stop.is_stopping() {
                self.pull(time)?;
            }
            // Asked again, because a source may have been pulled for a long time.
            if self.job.stop.is_stopping() {
                self.drain(time);
                return Ok(());
            }
            let next = BatchTime::from_duration(time.as_duration() + self.interval);
            let last = self.is_exhausted();
            self.flush();
            self.job.queue.seal(self.lateness(time), (!last).then_some(next));
            if last {
                return Ok(());
            }
            (number, time) = (number + 1, next);
        }
    }

    /// Waits until the batch `number`, which ends at `time`, is to end, or the job is to stop.
    fn wait_for_end(&self, number: u64, time: BatchTime) {
        let stopping = || self.job.stop.is_stopping();
        if self.job.clock.follows_batches() {
            self.job.queue.wait_completed(number - 1, None, stopping);
        }
        while !stopping() && self.job.clock.now() < time.as_duration() {
            self.job.clock.wait_until(time.as_duration(), &stopping);
        }
    }

    /// Lets sources that are asked for their records deliver those of the batch. What others
    /// receive meanwhile joins the same batch: held back, it could fill the memory that the batch
    /// needs in order to end.
    fn pull(&mut self, time: BatchTime) -> Result<()> {
        for running in &mut self.sources {
            running.source.end_batch(time)?;
        }
        Ok(())
    }

    /// Stops receiving and makes everything that has been received the last batch.
    fn drain(&mut self, time: BatchTime) {
        self.stop_sources();
        self.flush();
        self.job.queue.seal_rest(self.lateness(time));
    }

    fn flush(&self) {
        for running in &self.sources {
            running.intake.flush();
        }
    }

    fn lateness(&self, time: BatchTime) -> Duration {
        self.job.clock.now().saturating_sub(time.as_duration())
    }

    fn is_exhausted(&self) -> bool {
        self.sources.iter().all(|running| running.source.exhausted())
    }

    fn stop_sources(&mut self) {
        for running in &mut self.sources {
            running.source.stop();
        }
    }
}
