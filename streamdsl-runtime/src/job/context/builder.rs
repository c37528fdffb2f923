//! The settings of a context.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::clock::{Clock, SystemClock};
use crate::base::error::{Error, Result};
use crate::base::notice::{Notice, NoticeHandler, NoticeKind};
use crate::data::record::Value;
use crate::job::context::StreamingContext;
use crate::job::worker::Output;
use crate::receive::flow::RateEstimator;
use crate::receive::flow::regulator::Regulator;
use crate::shared::{Accumulator, AnyAccumulator};
use crate::state::Snapshot;
use crate::state::checkpoint::{Checkpoints, Directory};
use crate::watch::listener::StreamingListener;

/// The batch interval if neither the program nor the builder states one.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(1);
const SHORTEST_INTERVAL: Duration = Duration::from_millis(1);
const LONGEST_INTERVAL: Duration = Duration::from_secs(366 * 24 * 3600);

/// The checkpoint interval, as far as the batch interval is not longer. Spark has the same one.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(10);

const DEFAULT_PAGE_SIZE: usize = 256 << 10;
const SMALLEST_PAGE: usize = 4 << 10;
const LARGEST_PAGE: usize = 256 << 20;

const DEFAULT_POOL_LIMIT: usize = 64 << 20;
/// Below this, receivers and workers would only wait for each other's pages.
const FEWEST_PAGES: usize = 4;

const DEFAULT_RECORD_LIMIT: usize = 64 << 20;
const MOST_WORKERS: usize = 1024;

/// Everything about a job that is not the program: what [`StreamingContext::builder`] sets.
pub(crate) struct Settings {
    pub(crate) app_name: String,
    batch_interval: Option<Duration>,
    pub(crate) workers: usize,
    pub(crate) pin_workers: bool,
    pub(crate) pool_limit: usize,
    pub(crate) page_size: usize,
    pub(crate) max_record_bytes: usize,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) output: Output,
    pub(crate) notices: NoticeHandler,
    pub(crate) stop_on_ctrl_c: bool,
    restore: Option<Arc<Snapshot>>,
    pub(crate) checkpoint: Option<PathBuf>,
    checkpoint_interval: Option<Duration>,
    max_rate: Option<u64>,
    initial_rate: Option<u64>,
    backpressure: bool,
    /// Taken by the first start: a context runs one job.
    pub(crate) listeners: Mutex<Vec<Box<dyn StreamingListener>>>,
    pub(crate) accumulators: Vec<Arc<dyn AnyAccumulator>>,
    pub(crate) stop_timeout: Option<Duration>,
}

impl Settings {
    /// The batch interval of a program that asks for `program`.
    pub(crate) fn interval(&self, program: Option<Duration>) -> Result<Duration> {
        match (self.batch_interval, program) {
            (Some(here), Some(there)) if here != there => Err(Error::config(format!(
                "the context's batch interval is {here:?}, the program's is {there:?}; state it in \
                 one place only"
            ))),
            (here, there) => check_interval(here.or(there).unwrap_or(DEFAULT_INTERVAL)),
        }
    }

    /// Where checkpoints go, if anywhere, and the state that the job goes on from, if there is any.
    pub(crate) fn checkpoints(
        &self,
        interval: Duration,
    ) -> Result<(Option<Checkpoints>, Option<Arc<Snapshot>>)> {
        let (checkpoints, saved) = match &self.checkpoint {
            Some(path) => {
                let directory = Directory::new(path);
                let (saved, damaged) = directory.latest()?;
                for error in damaged {
                    self.notices.send(&Notice {
                        source: "checkpoints".into(),
                        kind: NoticeKind::Trouble,
                        message: format!("{error}; going on from the one before"),
                    });
                }
                let every = self.checkpoint_interval.unwrap_or(CHECKPOINT_INTERVAL);
                let every = every.as_nanos().div_ceil(interval.as_nanos()).max(1) as u64;
                (Some(Checkpoints::new(directory, every)?), saved.map(Arc::new))
            }
            None => (None, None),
        };
        if saved.is_some() && self.restore.is_some() {
            return Err(Error::config(
                "the checkpoint directory holds a state, and `restore` gives another one; drop either",
            ));
        }
        let restored = saved.or_else(|| self.restore.clone());
        if let Some(snapshot) = &restored {
            snapshot.check_interval(interval)?;
        }
        Ok((checkpoints, restored))
    }

    /// What sets the rate limits of sources that have these limits of their own; none if nothing is
    /// limited.
    pub(crate) fn regulator(
        &self,
        interval: Duration,
        own_limits: &[(String, Option<u64>)],
    ) -> Result<Option<Regulator>> {
        for (name, limit) in own_limits {
            if *limit == Some(0) {
                let message = "its `max_rate` is 0, so it could never receive anything";
                return Err(Error::source(name, message));
            }
        }
        let limit =
            |(_, own): &(String, Option<u64>)| own.or(self.max_rate).map(|rate| rate as f64);
        let limits: Vec<_> = own_limits.iter().map(limit).collect();
        let initial_rate = self.initial_rate.map(|rate| rate as f64);
        let estimator = self.backpressure.then(|| RateEstimator::new(interval, initial_rate));
        Ok(Regulator::new(interval, &limits, estimator))
    }

    /// Checks that the pool is large enough for every source to fill a page while others wait.
    pub(crate) fn check_pool(&self, sources: usize) -> Result<()> {
        let needed = self.page_size.saturating_mul((2 * sources).max(FEWEST_PAGES));
        if self.pool_limit >= needed {
            return Ok(());
        }
        Err(Error::config(format!(
            "a pool limit of {} bytes is too small for {sources} sources with pages of {} bytes; \
             `pool_limit` must be at least {needed}, or `page_size` smaller",
            self.pool_limit, self.page_size
        )))
    }
}

/// Builds a [`StreamingContext`]. Every setting has a default.
///
/// ```
/// # use std::time::Duration;
/// # use streamdsl::context::StreamingContext;
/// let context = StreamingContext::builder()
///     .app_name("wordcount")
///     .batch_interval(Duration::from_secs(1))
///     .workers(2)
///     .build()?;
/// # Ok::<(), streamdsl::error::Error>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder {
    settings: Settings,
}

impl Builder {
    pub(super) fn new() -> Self {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        Builder {
            settings: Settings {
                app_name: "streamdsl".into(),
                batch_interval: None,
                workers: workers.min(MOST_WORKERS),
                pin_workers: true,
                pool_limit: DEFAULT_POOL_LIMIT,
                page_size: DEFAULT_PAGE_SIZE,
                max_record_bytes: DEFAULT_RECORD_LIMIT,
                clock: Arc::new(SystemClock::new()),
                output: Arc::new(Mutex::new(io::stdout())),
                notices: NoticeHandler::default(),
                stop_on_ctrl_c: true,
                restore: None,
                checkpoint: None,
                checkpoint_interval: None,
                max_rate: None,
                initial_rate: None,
                backpressure: false,
                listeners: Mutex::new(Vec::new()),
                accumulators: Vec::new(),
                stop_timeout: None,
            },
        }
    }

    /// What the application is called in notices and monitoring.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.settings.app_name = name.into();
        self
    }

    /// How long a batch is, from 1 ms. Default: what the program states, or one second.
    pub fn batch_interval(mut self, interval: Duration) -> Self {
        self.settings.batch_interval = Some(interval);
        self
    }

    /// How many threads process the batches. Default: one for each available core.
    pub fn workers(mut self, workers: usize) -> Self {
        self.settings.workers = workers;
        self
    }

    /// Whether each worker stays on a core of its own, where the system allows it and there are
    /// enough cores. Default: true.
    pub fn pin_workers(mut self, pin: bool) -> Self {
        self.settings.pin_workers = pin;
        self
    }

    /// How many bytes of received data are held in memory at most; when they are used up,
    /// receivers stop reading until the workers have caught up. Default: 64 MiB.
    pub fn pool_limit(mut self, bytes: usize) -> Self {
        self.settings.pool_limit = bytes;
        self
    }

    /// The size in bytes of the pages that received data are put into. Default: 256 KiB.
    pub fn page_size(mut self, bytes: usize) -> Self {
        self.settings.page_size = bytes;
        self
    }

    /// The size in bytes of the longest record; a longer one ends the job. Default: 64 MiB.
    pub fn max_record_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_record_bytes = bytes;
        self
    }

    /// Where the time comes from. Default: the operating system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Where `pprint` writes. Default: standard output.
    pub fn output(mut self, output: impl Write + Send + 'static) -> Self {
        self.settings.output = Arc::new(Mutex::new(output));
        self
    }

    /// What is done with notices: connections made and lost, retries. Default: a line each on
    /// standard error.
    pub fn on_notice(mut self, handler: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.settings.notices = NoticeHandler::new(handler);
        self
    }

    /// Whether [`run`](StreamingContext::run) lets Ctrl-C and SIGTERM stop the job. Default: true.
    pub fn stop_on_ctrl_c(mut self, stop: bool) -> Self {
        self.settings.stop_on_ctrl_c = stop;
        self
    }

    /// The state that the job goes on from: windows, state of keys, and the count of batches. The
    /// number of workers may be another one than that of the job that left it behind.
    pub fn restore(mut self, snapshot: Snapshot) -> Self {
        self.settings.restore = Some(Arc::new(snapshot));
        self
    }

    /// The directory in which the state of the job is saved while it runs, so that a context that is
    /// built with the same directory goes on from there, after the process was killed too; what
    /// that covers is with [`checkpoint`](crate::state::checkpoint). It is made if it is not there. One
    /// that another job has is refused.
    ///
    /// A checkpoint that cannot be written is a notice, and the next one is tried; if it is the last
    /// one of a job, the job ends with that error. One that is damaged is a notice, and the one
    /// before is gone on from; if there is none, the job does not start.
    pub fn checkpoint(mut self, directory: impl Into<PathBuf>) -> Self {
        self.settings.checkpoint = Some(directory.into());
        self
    }

    /// How often the state is saved: in this interval, made whole batches. Default: 10 s.
    pub fn checkpoint_interval(mut self, interval: Duration) -> Self {
        self.settings.checkpoint_interval = Some(interval);
        self
    }

    /// How many records per second each receiver may receive at most, from the first batch on. A
    /// source may have [another limit](crate::sources::Source::max_rate). Default: no limit.
    pub fn max_rate(mut self, records: u64) -> Self {
        self.settings.max_rate = Some(records);
        self
    }

    /// Whether the job finds out by itself how fast it may receive, so that batches are done about
    /// one interval after they end; see [`flow`](crate::receive::flow). Default: false.
    pub fn backpressure(mut self, on: bool) -> Self {
        self.settings.backpressure = on;
        self
    }

    /// How many records per second all receivers together may receive until back-pressure has
    /// measured what the workers can do. It has no meaning without
    /// [`backpressure`](Self::backpressure). Default: no limit.
    pub fn initial_rate(mut self, records: u64) -> Self {
        self.settings.initial_rate = Some(records);
        self
    }

    /// Adds a listener that is told of batches, receivers and outputs; see
    /// [`listener`](crate::watch::listener). There may be several.
    pub fn listener(mut self, listener: impl StreamingListener) -> Self {
        let listeners = self.settings.listeners.get_mut();
        listeners.unwrap_or_else(std::sync::PoisonError::into_inner).push(Box::new(listener));
        self
    }

    /// Shows `accumulator` in the status of the job from the start. Others are shown as soon as the
    /// job has added to them.
    pub fn accumulator<T>(mut self, accumulator: &Accumulator<T>) -> Self
    where
        T: Value + std::ops::Add<Output = T> + std::fmt::Debug,
    {
        self.settings.accumulators.push(accumulator.erased());
        self
    }

    /// How long a graceful stop may take, in real time. When it has passed, what has been received
    /// but is not processed is dropped, a notice says so, and the job ends with
    /// [`Error::StopTimeout`]. Code that is running then is still waited for. Default: as long as it takes.
    pub fn graceful_stop_timeout(mut self, timeout: Duration) -> Self {
        self.settings.stop_timeout = Some(timeout);
        self
    }

    /// Checks the settings and makes the context.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a setting is absurd.
    pub fn build(self) -> Result<StreamingContext> {
        let settings = self.settings;
        if let Some(interval) = settings.batch_interval {
            check_interval(interval)?;
        }
        check_range("workers", settings.workers, 1, MOST_WORKERS)?;
        check_range("page_size", settings.page_size, SMALLEST_PAGE, LARGEST_PAGE)?;
        check_range("max_record_bytes", settings.max_record_bytes, 1, usize::MAX / 4)?;
        settings.check_pool(1)?;
        for (name, rate) in
            [("max_rate", settings.max_rate), ("initial_rate", settings.initial_rate)]
        {
            if rate == Some(0) {
                let message = format!("`{name}` is 0, so nothing could ever be received");
                return Err(Error::config(message));
            }
        }
        Ok(StreamingContext::new(settings))
    }
}

fn check_interval(interval: Duration) -> Result<Duration> {
    if (SHORTEST_INTERVAL..=LONGEST_INTERVAL).contains(&interval) {
        return Ok(interval);
    }
    Err(Error::config(format!(
        "a batch interval of {interval:?} is not possible; it must be from 1ms to 366 days"
    )))
}

fn check_range(name: &str, value: usize, least: usize, most: usize) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Error::config(format!("`{name}` is {value}; it must be from {least} to {most}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(builder: Builder) -> String {
        builder.build().err().map(|error| error.to_string()).unwrap()
    }

    #[test]
    fn absurd_settings_are_refused() {
        let builder = StreamingContext::builder;
        assert_eq!(
            refused(builder().workers(0)),
            "configuration: `workers` is 0; it must be from 1 to 1024"
        );
        assert!(refused(builder().batch_interval(Duration::ZERO)).contains("from 1ms"));
        assert!(refused(builder().batch_interval(2 * LONGEST_INTERVAL)).contains("366 days"));
        assert!(refused(builder().page_size(0)).contains("`page_size`"));
        assert!(refused(builder().pool_limit(1 << 19)).contains("at least 1048576"));
        assert!(refused(builder().max_rate(0)).contains("`max_rate` is 0"));
        assert!(refused(builder().initial_rate(0)).contains("`initial_rate` is 0"));
        assert!(refused(builder().max_record_bytes(0)).contains("`max_record_bytes`"));
    }

    #[test]
    fn the_interval_is_stated_in_one_place() {
        let settings = StreamingContext::builder().batch_interval(2 * DEFAULT_INTERVAL).settings;
        assert!(settings.interval(Some(2 * DEFAULT_INTERVAL)).is_ok());
        assert_eq!(settings.interval(None).unwrap(), 2 * DEFAULT_INTERVAL);
        let message = settings.interval(Some(DEFAULT_INTERVAL)).unwrap_err().to_string();
        assert!(message.contains("2s") && message.contains("1s"), "{message}");
        let default = StreamingContext::builder().settings;
        assert_eq!(default.interval(None).unwrap(), DEFAULT_INTERVAL);
        assert!(default.interval(Some(Duration::from_micros(10))).is_err());
    }
}
