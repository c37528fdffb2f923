//! The driver: the thread that ends batches, and ends the job.

use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::blame::panic_message;
use crate::base::error::{Error, Result};
use crate::base::time::BatchTime;
use crate::job::context::AtEnd;
use crate::job::running::Job;
use crate::job::timeline::{BatchPlace, Timeline};
use crate::job::worker::affinity;
use crate::plan::windows::Windows;
use crate::receive::flow::regulator::Regulator;
use crate::receive::intake::Intake;
use crate::sources::AnySource;
use crate::watch::listener::{Event, StreamingStopped};

/// A source of the running job, and its intake.
pub(crate) struct RunningSource {
    pub(crate) source: Box<dyn AnySource>,
    pub(crate) intake: Arc<Intake>,
}

impl RunningSource {
    /// Calls the source. A panic becomes an error that names the source.
    pub(crate) fn call(
        &mut self,
        f: impl FnOnce(&mut dyn AnySource, &Arc<Intake>) -> Result<()>,
    ) -> Result<()> {
        let Self { source, intake } = self;
        catch_unwind(AssertUnwindSafe(|| f(source.as_mut(), intake))).unwrap_or_else(|panic| {
            let message = format!("it panicked: {}", panic_message(&*panic));
            Err(Error::source(source.describe(), message))
        })
    }
}

/// What the thread of the driver owns.
pub(crate) struct Driver {
    pub(crate) job: Arc<Job>,
    pub(crate) sources: Vec<RunningSource>,
    pub(crate) workers: Vec<JoinHandle<()>>,
    pub(crate) timeline: Timeline,
    /// The windows of the program, and which source is which operator.
    pub(crate) windows: Windows,
    pub(crate) source_ops: Vec<u16>,
    /// The batches that were not run, in ascending order.
    pub(crate) missing: Vec<RangeInclusive<u64>>,
    pub(crate) at_end: AtEnd,
    /// Sets the rate limits, if any source has one.
    pub(crate) regulator: Option<Regulator>,
}

/// Opens the first batch of a job. Sources must start after that, because what they receive needs an
/// open batch and its limits.
pub(crate) fn open_first_batch(job: &Job, now: Duration, regulator: Option<&mut Regulator>) {
    let first = job.team.first;
    job.team.queue.open(first);
    if let Some(regulator) = regulator {
        let end = first.time.as_duration();
        regulator.open(now, end, now, &job.gates, &|| job.team.queue.load());
    }
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
        let (mut number, mut place) = (1, self.job.team.first);
        self.note_missing(place);
        if self.is_exhausted() {
            self.stop_sources();
            self.end_input(number, place, true);
            return Ok(());
        }
        loop {
            self.wait_for_end(number, place.time);
            if self.job.control().stop.is_aborting() {
                return Err(Error::Stopped);
            }
            // Without this, records that are admitted before the next batch opens could count for
            // either batch.
            if self.regulator.is_some() {
                self.job.gates.iter().for_each(|gate| gate.close());
            }
            if !self.job.control().stop.is_stopping() {
                self.ask_sources(place.time)?;
            }
            // Checked again, because asking the sources can take long.
            if self.job.control().stop.is_stopping() {
                self.drain(place.time);
                return Ok(());
            }
            if self.is_exhausted() {
                self.end_input(number, place, false);
                return Ok(());
            }
            let next = self.timeline.next(place);
            self.note_missing(next);
            self.end_batch(place.time, next);
            (number, place) = (number + 1, next);
        }
    }

    /// Notes which batches are missing before a batch.
    fn note_missing(&mut self, next: BatchPlace) {
        if next.missing > 0 {
            self.missing.push(next.position - next.missing..=next.position - 1);
        }
    }

    /// Waits until batch `number` must end, which is at `time`, or the job must stop.
    fn wait_for_end(&mut self, number: u64, time: BatchTime) {
        let stopping = || self.job.control().stop.is_stopping();
        if self.job.control().clock.follows_batches() {
            self.job.team.queue.wait_completed(number - 1, None, stopping);
        }
        loop {
            self.timeline.observe();
            let now = self.timeline.now();
            if stopping() || now >= time.as_duration() {
                return;
            }
            let mut until = time.as_duration();
            if let Some(regulator) = &mut self.regulator {
                regulator.adjust(now, &self.job.gates, &|| self.job.team.queue.load());
                until = until.min(regulator.next_adjustment(now));
            }
            self.job.control().clock.wait_until(self.timeline.hand_at(until), &stopping);
        }
    }

    /// Ends the open batch, and opens the next one.
    fn end_batch(&mut self, time: BatchTime, next: BatchPlace) {
        for running in &self.sources {
            running.intake.flush();
        }
        self.job.team.queue.seal(self.lateness(time), Some(next));
        if let Some(regulator) = &mut self.regulator {
            let (begun, end, now) =
                (time.as_duration(), next.time.as_duration(), self.timeline.now());
            regulator.open(begun, end, now, &self.job.gates, &|| self.job.team.queue.load());
        }
    }

    /// Ends the batch with the last records, and then runs batches until each window has been emitted.
    /// They do not wait for the clock. If `is_optional`, the batch is dropped if it has no records and
    /// no window needs it.
    fn end_input(&mut self, mut number: u64, mut place: BatchPlace, is_optional: bool) {
        for running in &self.sources {
            running.intake.flush_rest();
        }
        let last = match self.at_end {
            AtEnd::Emit => self.last_emission(),
            AtEnd::Keep => 0,
        };
        let queue = Arc::clone(&self.job.team.queue);
        if is_optional && place.position > last {
            queue.seal_rest(self.lateness(place.time));
            return;
        }
        while place.position < last {
            let next = BatchPlace { is_after_input: true, ..self.timeline.after(place, 0) };
            queue.seal(self.lateness(place.time), Some(next));
            let stopping = || self.job.control().stop.is_stopping();
            queue.wait_completed(number, None, stopping);
            if stopping() {
                self.drain(next.time);
                return;
            }
            if self.job.control().clock.follows_batches() {
                let end = self.timeline.hand_at(next.time.as_duration());
                self.job.control().clock.wait_until(end, &stopping);
            }
            (number, place) = (number + 1, next);
        }
        queue.seal(self.lateness(place.time), None);
    }

    /// Returns the batch in which the last window is emitted that holds records of this job.
    fn last_emission(&self) -> u64 {
        let (team, inputs) = (&self.job.team, self.job.team.queue.last_inputs());
        let sources: Vec<_> = self.source_ops.iter().copied().zip(inputs).collect();
        self.windows.last_emission(team.plan, &team.windows, &sources, &self.missing)
    }

    /// Asks the sources for the records of the batch. What receivers deliver in the meantime joins the
    /// same batch; if it were held back, it could use up the memory that the batch needs to end.
    fn ask_sources(&mut self, time: BatchTime) -> Result<()> {
        for running in &mut self.sources {
            running.call(|source, _| source.end_batch(time))?;
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
        self.timeline.now().saturating_sub(time.as_duration())
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
