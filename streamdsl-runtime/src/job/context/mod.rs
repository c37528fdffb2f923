//! Running a pipeline.

mod builder;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::base::error::{Error, Result};
use crate::base::sync::{Monitor, StopFlag, lock};
pub use crate::job::context::builder::Builder;
use crate::job::context::builder::Settings;
use crate::job::driver::{Driver, RunningSource};
use crate::job::pipeline::{Body, Pipeline};
use crate::job::queue::BatchQueue;
use crate::job::running;
use crate::job::running::{Job, Outcome};
use crate::job::worker;
use crate::job::worker::affinity;
use crate::job::worker::exchange::Exchange;
use crate::job::{driver, signals};
use crate::plan::Idle;
use crate::plan::WindowSpec;
use crate::receive::flow::gate::Gate;
use crate::receive::flow::regulator::Regulator;
use crate::receive::intake::Intake;
use crate::receive::pool::Pool;
use crate::shared::SharedValues;
use crate::sources::AnySource;
use crate::state::Snapshot;
use crate::watch::listener::bus::Bus;
use crate::watch::listener::{Event, StreamingStarted};
use crate::watch::status::{SourceStats, Status};

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
    stage: Mutex<Stage>,
}

enum Stage {
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
        StreamingContext { settings, stage: Mutex::new(Stage::Initialized) }
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
        let mut stage = lock(&self.stage);
        match &*stage {
            Stage::Initialized => {}
            Stage::Started(job) if !job.has_ended() => return Err(Error::AlreadyStarted),
            Stage::Started(_) | Stage::Closed(_) => return Err(Error::AlreadyStopped),
        }
        match launch(&self.settings, pipeline) {
            Ok(job) => {
                *stage = Stage::Started(job);
                Ok(())
            }
            Err(error) => {
                *stage = Stage::Closed(Some(error.clone()));
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
            let mut stage = lock(&self.stage);
            match &*stage {
                Stage::Initialized => {
                    *stage = Stage::Closed(None);
                    return Ok(());
                }
                Stage::Started(job) => Arc::clone(job),
                Stage::Closed(_) => return Ok(()),
            }
        };
        match mode {
            StopMode::Graceful => job.drain(),
            StopMode::Immediate => job.abort(),
        }
        if running::is_thread_of(&job) {
            return Ok(());
        }
        job.wait_for_end(None).unwrap_or(Ok(()))
    }

    /// Where the context is in its life.
    pub fn state(&self) -> ContextState {
        match &*lock(&self.stage) {
            Stage::Initialized => ContextState::Initialized,
            Stage::Started(job) if !job.has_ended() => ContextState::Active,
            Stage::Started(_) | Stage::Closed(_) => ContextState::Stopped,
        }
    }

    /// What the job is doing; all zero if none has been started.
    pub fn status(&self) -> Status {
        self.job().map_or_else(Status::default, |job| job.status())
    }

    /// The state that the job has left behind: none while it runs, and none after a failure or an
    /// immediate stop. A context built with it ([`Builder::restore`]) goes on from there.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let job = self.job().filter(|job| job.has_ended())?;
        lock(&job.snapshot).clone()
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
        let stopping = || job.stop.is_aborting();
        match job.queue.wait_completed(count, deadline, stopping) {
            Some(true) => Ok(true),
            None => Ok(false),
            Some(false) if running::is_thread_of(&job) => Ok(false),
            // The job is ending, so its error, if there is one, is about to be known.
            Some(false) => job.wait_for_end(deadline).unwrap_or(Ok(())).map(|()| false),
        }
    }

    fn wait_for_end(&self, deadline: Option<Instant>) -> Result<bool> {
        let job = match self.started() {
            // Stopped before there was a job: nothing can ever be waited for.
            Err(Error::AlreadyStopped) => return Ok(true),
            job => job?,
        };
        job.wait_for_end(deadline).map_or(Ok(false), |outcome| outcome.map(|()| true))
    }

    fn started(&self) -> Result<Arc<Job>> {
        match &*lock(&self.stage) {
            Stage::Initialized => Err(Error::NotStarted),
            Stage::Started(job) => Ok(Arc::clone(job)),
            Stage::Closed(Some(error)) => Err(error.clone()),
            Stage::Closed(None) => Err(Error::AlreadyStopped),
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

/// Makes the job's parts and starts its threads: sources first, so that a source that cannot be
/// started is reported before anything else happens.
fn launch(settings: &Settings, pipeline: Pipeline) -> Result<Arc<Job>> {
    let interval = settings.interval(pipeline.batch_interval)?;
    let windows = pipeline.windows.resolve(pipeline.plan, interval)?;
    if pipeline.sources.is_empty() {
        return Err(Error::config("the program has no source, so there is nothing to run"));
    }
    settings.check_pool(pipeline.sources.len())?;
    let limits = pipeline.sources.iter().map(|source| (source.describe(), source.max_rate()));
    let mut regulator = settings.regulator(interval, &limits.collect::<Vec<_>>())?;
    let (checkpoints, restored) = settings.checkpoints(interval)?;
    let mut job = new_job(settings, &pipeline, interval, windows, regulator.as_ref());
    job.first_position = restored.as_ref().map_or(0, |snapshot| snapshot.batches());
    (job.checkpoints, job.restored) = (checkpoints, restored);
    let job = Arc::new(job);
    let listeners = std::mem::take(&mut *lock(&settings.listeners));
    let first = driver::open_first_batch(&job, interval, regulator.as_mut());
    let mut sources = attach(&job, pipeline.sources);
    let started = job
        .checkpoints
        .as_ref()
        .map_or(Ok(()), |checkpoints| checkpoints.start(&job))
        .and_then(|()| start_sources(&job, &mut sources))
        .and_then(|()| Bus::start(&job, listeners))
        .and_then(|()| start_workers(&job, &pipeline.body, settings.pin_workers));
    let driver =
        |workers| Driver { job: Arc::clone(&job), sources, workers, interval, first, regulator };
    match started {
        Ok(workers) => {
            let driver = driver(workers);
            let thread = std::thread::Builder::new().name("driver".into());
            thread.spawn(move || driver.run()).map_err(|error| {
                job.abort();
                job.bus.close(&job);
                Error::thread("the driver's thread", error)
            })?;
            Ok(job)
        }
        Err(error) => {
            job.fail(error.clone());
            driver(Vec::new()).finish();
            Err(error)
        }
    }
}

fn new_job(
    settings: &Settings,
    pipeline: &Pipeline,
    interval: Duration,
    windows: Vec<WindowSpec>,
    regulator: Option<&Regulator>,
) -> Job {
    let spin = running::spin_time(settings.workers);
    // Enough for each to have one and more at hand.
    let pages_ahead = 4 * (settings.workers + pipeline.sources.len());
    // All workers take part in a checkpoint, whatever there is in the batch.
    let idle = if settings.checkpoint.is_some() { Idle::Everybody } else { pipeline.plan.idle };
    let names = pipeline.sources.iter().map(|source| source.describe());
    let stats = |(index, name)| Arc::new(SourceStats::new(index as u16, name));
    let sources: Vec<_> = names.enumerate().map(stats).collect();
    let is_limited = |index| regulator.is_some_and(|regulator| regulator.limits(index));
    let has_listeners = !lock(&settings.listeners).is_empty();
    let bus = Bus::new(has_listeners, Arc::clone(&settings.clock));
    if let Some(time) = bus.now() {
        let started = StreamingStarted { app_name: settings.app_name.clone(), time };
        bus.post(Event::StreamingStarted(started));
    }
    Job {
        plan: pipeline.plan,
        windows,
        interval,
        workers: settings.workers,
        max_record_bytes: settings.max_record_bytes,
        clock: Arc::clone(&settings.clock),
        output: Arc::clone(&settings.output),
        notices: settings.notices.clone(),
        gates: (0..sources.len()).map(|index| Gate::new(is_limited(index))).collect(),
        shared: SharedValues::new(settings.accumulators.clone()),
        stop_timeout: settings.stop_timeout,
        pool: Pool::new(settings.page_size, settings.pool_limit, pages_ahead),
        queue: BatchQueue::new(settings.workers, idle, sources.clone(), Arc::clone(&bus)),
        sources,
        bus,
        exchange: Exchange::new(settings.workers, spin),
        stop: StopFlag::default(),
        outcome: Monitor::new(Outcome::default()),
        restored: None,
        first_position: 0,
        checkpoints: None,
        snapshot: Mutex::new(None),
    }
}

fn attach(job: &Arc<Job>, sources: Vec<Box<dyn AnySource>>) -> Vec<RunningSource> {
    let attach = |(source, stats): (Box<dyn AnySource>, &Arc<SourceStats>)| RunningSource {
        source,
        intake: Arc::new(Intake::new(Arc::clone(stats), Arc::clone(job))),
    };
    sources.into_iter().zip(&job.sources).map(attach).collect()
}

/// Starts the sources. What they deliver in the call itself comes from the job, as it were: no rate
/// limit holds it back, since nobody raises limits yet.
fn start_sources(job: &Arc<Job>, sources: &mut [RunningSource]) -> Result<()> {
    running::as_thread_of(job, || {
        sources.iter_mut().try_for_each(|running| running.source.start(Arc::clone(&running.intake)))
    })
}

fn start_workers(job: &Arc<Job>, body: &Arc<Body>, pin: bool) -> Result<Vec<JoinHandle<()>>> {
    let cores = if pin { affinity::choose_cores(job.workers) } else { Vec::new() };
    let spawn =
        |index| worker::spawn(index, Arc::clone(job), Arc::clone(body), cores.get(index).copied());
    (0..job.workers).map(spawn).collect()
}
