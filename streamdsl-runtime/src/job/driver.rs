//! The driver: the thread that ends batches, and ends the job.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::blame::panic_message;
use crate::base::error::{Error, Result};
use crate::base::time::{BatchTime, next_boundary};
use crate::job::running::Job;
use crate::job::worker::affinity;
use crate::receive::flow::regulator::Regulator;
use crate::receive::intake::Intake;
use crate::sources::AnySource;
use crate::watch::listener::{Event, StreamingStopped};

/// A source of the running job, and its intake.
pub(crate) struct RunningSource {
    pub(crate) source: Box<dyn AnySource>,
    pub(crate) intake: Arc<Intake>,
}

/// What the thread of the driver owns.
pub(crate) struct Driver {
    pub(crate) job: Arc<Job>,
    pub(crate) sources: Vec<RunningSource>,
    pub(crate) workers: Vec<JoinHandle<()>>,
    pub(crate) interval: Duration,
    pub(crate) first: BatchTime,
    /// Sets the rate limits, if any source has one.
    pub(crate) regulator: Option<Regulator>,
}

/// Opens the first batch of a job, and returns its end. Sources must start after that, because what
/// they receive needs an open batch and its limits.
pub(crate) fn open_first_batch(
    job: &Job,
    interval: Duration,
    regulator: Option<&mut Regulator>,
) -> BatchTime {
    let now = job.control().clock.now();
    let first = next_boundary(now, interval);
    job.team.queue.open(BatchTime::from_duration(first));
    if let Some(regulator) = regulator {
        regulator.open(now, first, now, &job.gates, &|| job.team.queue.load());
    }
    BatchTime::from_duration(first)
}

impl Driver {
    /// Runs the job to its end. Errors and panics end the job too, so no thread waits forever.
    pub(crate) fn run(mut self) {
        self.job.control().enter_thread();
        affinity::sharpen_timer();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.drive_batches()));
        self.settle(outcome);
        self.finish();
    }

    /// Stops the threads that still run, and ends the job.
    pub(crate) fn finish(mut self) {
        let stopped = catch_unwind(AssertUnwindSafe(|| self.stop_sources()));
        self.settle(stopped.map(Ok));
        for worker in self.workers.drain(..) {
            // A worker's panic has been turned into the job's error by the worker itself.
            let _ = worker.join();
        }
        if let Some(checkpoints) = &self.job.team.checkpoints
            && let Err(error) = checkpoints.finish()
        {
            self.job.control().fail(error);
        }
        // Code outside the job that feeds a source must see the source closed before the job has
        // ended.
        self.sources.clear();
        if let Some(time) = self.job.bus().now() {
            let error = self.job.control().error();
            self.job.bus().post(Event::StreamingStopped(StreamingStopped { time, error }));
        }
        self.job.bus().close(self.job.control());
        self.job.end();
    }

    fn settle(&self, outcome: std::thread::Result<Result<()>>) {
        match outcome {
            Ok(Ok(()) | Err(Error::Stopped)) => {}
            Ok(Err(error)) => self.job.control().fail(error),
            Err(panic) => {
                let message = format!("a source panicked: {}", panic_message(&*panic));
                self.job.control().fail(Error::source("driver", message));
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
            if self.job.control().stop.is_aborting() {
                return Err(Error::Stopped);
            }
            // Without this, records that are admitted before the next batch opens could count for
            // either batch.
            if self.regulator.is_some() {
                self.job.gates.iter().for_each(|gate| gate.close());
            }
            if !self.job.control().stop.is_stopping() {
                self.ask_sources(time)?;
            }
            // Checked again, because asking the sources can take long.
            if self.job.control().stop.is_stopping() {
                self.drain(time);
                return Ok(());
            }
            let next = BatchTime::from_duration(time.as_duration() + self.interval);
            let last = self.is_exhausted();
            self.end_batch(time, (!last).then_some(next));
            if last {
                return Ok(());
            }
            (number, time) = (number + 1, next);
        }
    }

    /// Waits until batch `number` must end, which is at `time`, or the job must stop.
    fn wait_for_end(&mut self, number: u64, time: BatchTime) {
        let stopping = || self.job.control().stop.is_stopping();
        if self.job.control().clock.follows_batches() {
            self.job.team.queue.wait_completed(number - 1, None, stopping);
        }
        loop {
            let now = self.job.control().clock.now();
            if stopping() || now >= time.as_duration() {
                return;
            }
            let mut until = time.as_duration();
            if let Some(regulator) = &mut self.regulator {
                regulator.adjust(now, &self.job.gates, &|| self.job.team.queue.load());
                until = until.min(regulator.next_adjustment(now));
            }
            self.job.control().clock.wait_until(until, &stopping);
        }
    }

    /// Ends the open batch, and opens the next one, if there is one.
    fn end_batch(&mut self, time: BatchTime, next: Option<BatchTime>) {
        for running in &self.sources {
            match next {
                Some(_) => running.intake.flush(),
                None => running.intake.flush_rest(),
            }
        }
        self.job.team.queue.seal(self.lateness(time), next);
        if let (Some(regulator), Some(next)) = (&mut self.regulator, next) {
            let (begun, end, now) =
                (time.as_duration(), next.as_duration(), self.job.control().clock.now());
            regulator.open(begun, end, now, &self.job.gates, &|| self.job.team.queue.load());
        }
    }

    /// Asks the sources for the records of the batch. What receivers deliver in the meantime joins the
    /// same batch; if it were held back, it could use up the memory that the batch needs to end.
    fn ask_sources(&mut self, time: BatchTime) -> Result<()> {
        for running in &mut self.sources {
            running.source.end_batch(time)?;
        }
        Ok(())
    }

    /// Stops the sources, and makes all that they have received the last batch.
    fn drain(&mut self, time: BatchTime) {
        self.stop_sources();
        for running in &self.sources {
            running.intake.flush_rest();
        }
        self.job.team.queue.seal_rest(self.lateness(time));
    }

    fn lateness(&self, time: BatchTime) -> Duration {
        self.job.control().clock.now().saturating_sub(time.as_duration())
    }

    fn is_exhausted(&self) -> bool {
        self.sources.iter().all(|running| running.source.exhausted())
    }

    fn stop_sources(&mut self) {
        // Otherwise a receiver that waits for its limit would never return.
        self.job.gates.iter().for_each(|gate| gate.lift());
        for running in &mut self.sources {
            running.source.stop();
        }
        for source in &self.job.sources {
            self.job.bus().receiver_stopped(source, Some("stopped by the driver"));
        }
    }
}
