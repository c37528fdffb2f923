//! Creates the parts of a job and starts its threads.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::control::{Control, WaitingPlace};
use crate::base::error::{Error, Result};
use crate::base::sync::lock;
use crate::job::context::settings::Settings;
use crate::job::driver::{self, Driver, RunningSource};
use crate::job::pipeline::Pipeline;
use crate::job::queue::BatchQueue;
use crate::job::running::{self, Job};
use crate::job::timeline::{BatchPlace, Timeline};
use crate::job::worker::exchange::Exchange;
use crate::job::worker::team::Team;
use crate::job::worker::{self, Body, affinity};
use crate::plan::{Idle, WindowSpec};
use crate::receive::flow::gate::Gate;
use crate::receive::flow::regulator::Regulator;
use crate::receive::intake::{Intake, IntakeParts, OpenBatch};
use crate::receive::pool::Pool;
use crate::shared::SharedValues;
use crate::sources::AnySource;
use crate::state::Snapshot;
use crate::watch::listener::bus::Bus;
use crate::watch::listener::{Event, StreamingStarted};
use crate::watch::status::SourceStats;

/// Starts `pipeline`. The sources start before the workers, so that a source that cannot start is
/// reported before any batch is processed.
pub(super) fn launch(settings: &Settings, pipeline: Pipeline) -> Result<Arc<Job>> {
    let interval = settings.interval(pipeline.batch_interval)?;
    let windows = pipeline.windows.resolve(pipeline.plan, interval)?;
    if pipeline.sources.is_empty() {
        let message = "the program has no source, so there is nothing to run; a list given to \
                       `union_all` must not be empty";
        return Err(Error::config(message));
    }
    settings.check_pool(pipeline.sources.len())?;
    let limits = pipeline.sources.iter().map(|(_, source)| (source.describe(), source.max_rate()));
    let mut regulator = settings.regulator(interval, &limits.collect::<Vec<_>>())?;
    let (job, timeline) = new_job(settings, &pipeline, interval, windows, regulator.as_ref())?;
    let job = Arc::new(job);
    let listeners = std::mem::take(&mut *lock(&settings.listeners));
    driver::open_first_batch(&job, timeline.now(), regulator.as_mut());
    let mut sources = attach(&job, settings.max_record_bytes, pipeline.sources);
    let checkpoints = job.team.checkpoints.as_ref();
    let started = checkpoints
        .map_or(Ok(()), |checkpoints| checkpoints.start(job.control()))
        .and_then(|()| start_sources(&job, &mut sources))
        .and_then(|()| job.bus().start(job.control(), listeners))
        .and_then(|()| start_workers(&job.team, &pipeline.body, settings.pin_workers));
    let driver = |workers| Driver {
        job: Arc::clone(&job),
        sources,
        workers,
        timeline,
        windows: pipeline.windows,
        source_ops: pipeline.source_ops,
        missing: Vec::new(),
        at_end: settings.at_end,
        regulator,
    };
    match started {
        Ok(workers) => {
            let driver = driver(workers);
            let thread = std::thread::Builder::new().name("driver".into());
            thread.spawn(move || driver.run()).map_err(|error| {
                job.control().abort();
                job.bus().close(job.control());
                Error::thread("the driver's thread", error)
            })?;
            Ok(job)
        }
        Err(error) => {
            job.control().fail(error.clone());
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
) -> Result<(Job, Timeline)> {
    let stats = |(index, (of_program, source)): (usize, &(u16, Box<dyn AnySource>))| {
        Arc::new(SourceStats::new(index as u16, source.describe()).of_program(*of_program))
    };
    let sources: Vec<_> = pipeline.sources.iter().enumerate().map(stats).collect();
    let is_limited = |index| regulator.is_some_and(|regulator| regulator.limits(index));
    let gates = (0..sources.len()).map(|index| Arc::new(Gate::new(is_limited(index)))).collect();
    let control =
        Control::new(Arc::clone(&settings.clock), settings.notices.named(&settings.app_name));
    // Each worker and each source can have a page in use, and some more.
    let pages_ahead = 4 * (settings.workers + sources.len());
    let pool = Pool::new(settings.page_size, settings.pool_limit, pages_ahead);
    let bus = new_bus(settings);
    let (team, timeline) =
        new_team(settings, pipeline, (interval, windows), control, (&sources, bus))?;
    let job =
        Job { team: Arc::new(team), sources, gates, pool, stop_timeout: settings.stop_timeout };
    register_waiting_places(&job);
    Ok((job, timeline))
}

fn new_bus(settings: &Settings) -> Arc<Bus> {
    let has_listeners = !lock(&settings.listeners).is_empty();
    let bus = Bus::new(has_listeners, Arc::clone(&settings.clock));
    if let Some(time) = bus.now() {
        let started = StreamingStarted { app_name: settings.app_name.clone(), time };
        bus.post(Event::StreamingStarted(started));
    }
    bus
}

fn new_team(
    settings: &Settings,
    pipeline: &Pipeline,
    (interval, windows): (Duration, Vec<WindowSpec>),
    control: Arc<Control>,
    (sources, bus): (&[Arc<SourceStats>], Arc<Bus>),
) -> Result<(Team, Timeline)> {
    let (checkpoints, restored) = settings.saved_state(interval, pipeline.plan)?;
    // All workers take part in a checkpoint, even if the batch has no records.
    let idle = if settings.checkpoint.is_some() { Idle::Everybody } else { pipeline.plan.idle };
    let spin = running::spin_time(settings.workers);
    let saved = restored.as_deref();
    let last_batch = saved.and_then(Snapshot::time).unwrap_or_default();
    let before = BatchPlace::new(last_batch, saved.map_or(0, Snapshot::batches), 0);
    let (timeline, first) = Timeline::begin(&control, interval, settings.catch_up, saved);
    let queue = BatchQueue::new(settings.workers, idle, sources.to_vec(), Arc::clone(&bus), before);
    let team = Team {
        control,
        plan: pipeline.plan,
        windows,
        interval,
        size: settings.workers,
        output: Arc::clone(&settings.output),
        account: settings.account(pipeline.plan.operators.len()),
        bus,
        shared: SharedValues::new(settings.accumulators.clone()),
        queue: Arc::new(queue),
        exchange: Arc::new(Exchange::new(settings.workers, spin)),
        before,
        first,
        restored,
        checkpoints: checkpoints.map(Arc::new),
        snapshot: Mutex::new(None),
    };
    Ok((team, timeline))
}

/// Registers where the threads of the job wait, so that a stop wakes them.
fn register_waiting_places(job: &Job) {
    job.control().register(Arc::clone(&job.pool) as _);
    job.control().register(Arc::clone(&job.team.queue) as _);
    job.control().register(Arc::clone(&job.team.exchange) as _);
    for gate in &job.gates {
        job.control().register(Arc::clone(gate) as _);
    }
}

/// Gives each source its intake.
fn attach(
    job: &Job,
    max_record_bytes: usize,
    sources: Vec<(u16, Box<dyn AnySource>)>,
) -> Vec<RunningSource> {
    job.team.account.wakes(Arc::clone(&job.pool) as Arc<dyn WaitingPlace>);
    let parts = IntakeParts {
        account: Arc::clone(&job.team.account),
        control: Arc::clone(job.control()),
        bus: Arc::clone(job.bus()),
        pool: Arc::clone(&job.pool),
        max_record_bytes,
        batches: Arc::clone(&job.team.queue) as Arc<dyn OpenBatch>,
    };
    let ways_in = job.sources.iter().zip(&job.gates);
    let attach =
        |((_, source), (stats, gate)): (_, (&Arc<SourceStats>, &Arc<Gate>))| RunningSource {
            source,
            intake: Arc::new(Intake::new(Arc::clone(stats), Arc::clone(gate), parts.clone())),
        };
    sources.into_iter().zip(ways_in).map(attach).collect()
}

/// Starts the sources. Records that a source delivers within the call are not limited, because the
/// driver does not raise limits yet. The call counts as made on a thread of the job.
fn start_sources(job: &Job, sources: &mut [RunningSource]) -> Result<()> {
    job.control().as_own_thread(|| {
        let start = |running: &mut RunningSource| {
            running.call(|source, intake| source.start(Arc::clone(intake)))
        };
        sources.iter_mut().try_for_each(start)
    })
}

fn start_workers(team: &Arc<Team>, body: &Arc<Body>, pin: bool) -> Result<Vec<JoinHandle<()>>> {
    let cores = if pin { affinity::choose_cores(team.size) } else { Vec::new() };
    let spawn =
        |index| worker::spawn(index, Arc::clone(team), Arc::clone(body), cores.get(index).copied());
    (0..team.size).map(spawn).collect()
}
