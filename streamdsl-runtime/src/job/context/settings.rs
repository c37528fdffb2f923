//! The settings of a context: their defaults, their checks, and what follows from them.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::clock::{Clock, SystemClock};
use crate::base::error::{Error, Result};
use crate::base::memory::{Account, default_limit};
use crate::base::notice::NoticeHandler;
use crate::job::context::AtEnd;
use crate::job::worker::Output;
use crate::receive::flow::RateEstimator;
use crate::receive::flow::regulator::Regulator;
use crate::shared::AnyAccumulator;
use crate::state::{SlotChanges, Snapshot};
use crate::watch::listener::StreamingListener;

/// The batch interval if neither the program nor the builder states one.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(1);
const SHORTEST_INTERVAL: Duration = Duration::from_millis(1);
const LONGEST_INTERVAL: Duration = Duration::from_secs(366 * 24 * 3600);

const DEFAULT_PAGE_SIZE: usize = 256 << 10;
const SMALLEST_PAGE: usize = 4 << 10;
const LARGEST_PAGE: usize = 256 << 20;

const DEFAULT_POOL_LIMIT: usize = 64 << 20;
/// With fewer pages, receivers and workers would only wait for each other.
const FEWEST_PAGES: usize = 4;

/// With less, hardly any program could run.
const SMALLEST_MEMORY: usize = 1 << 20;

const DEFAULT_RECORD_LIMIT: usize = 64 << 20;
const MOST_WORKERS: usize = 1024;

/// Everything about a job that is not in the program. The builder sets the fields.
#[allow(clippy::struct_excessive_bools, reason = "each one is a setting of its own")]
pub(crate) struct Settings {
    pub(crate) app_name: String,
    pub(super) batch_interval: Option<Duration>,
    pub(crate) workers: usize,
    pub(crate) pin_workers: bool,
    pub(crate) pool_limit: usize,
    pub(super) memory_limit: Option<usize>,
    pub(crate) page_size: usize,
    pub(crate) max_record_bytes: usize,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) output: Output,
    pub(crate) notices: NoticeHandler,
    pub(crate) stop_on_ctrl_c: bool,
    pub(super) restore: Option<Arc<Snapshot>>,
    pub(crate) checkpoint: Option<PathBuf>,
    pub(super) checkpoint_interval: Option<Duration>,
    pub(super) slot_changes: SlotChanges,
    pub(super) max_rate: Option<u64>,
    pub(super) initial_rate: Option<u64>,
    pub(super) backpressure: bool,
    /// The first start takes them, because a context runs only one job.
    pub(crate) listeners: Mutex<Vec<Box<dyn StreamingListener>>>,
    pub(crate) accumulators: Vec<Arc<dyn AnyAccumulator>>,
    pub(crate) stop_timeout: Option<Duration>,
    pub(crate) at_end: AtEnd,
    pub(crate) catch_up: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        Settings {
            app_name: "streamdsl".into(),
            batch_interval: None,
            workers: workers.min(MOST_WORKERS),
            pin_workers: true,
            pool_limit: DEFAULT_POOL_LIMIT,
            memory_limit: None,
            page_size: DEFAULT_PAGE_SIZE,
            max_record_bytes: DEFAULT_RECORD_LIMIT,
            clock: Arc::new(SystemClock::new()),
            output: Arc::new(Mutex::new(io::stdout())),
            notices: NoticeHandler::default(),
            stop_on_ctrl_c: true,
            restore: None,
            checkpoint: None,
            checkpoint_interval: None,
            slot_changes: SlotChanges::default(),
            max_rate: None,
            initial_rate: None,
            backpressure: false,
            listeners: Mutex::new(Vec::new()),
            accumulators: Vec::new(),
            stop_timeout: None,
            at_end: AtEnd::default(),
            catch_up: false,
        }
    }
}

impl Settings {
    /// Checks every setting that does not depend on a program.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(interval) = self.batch_interval {
            check_interval(interval)?;
        }
        check_range("workers", self.workers, 1, MOST_WORKERS)?;
        check_range("page_size", self.page_size, SMALLEST_PAGE, LARGEST_PAGE)?;
        if let Some(limit) = self.memory_limit {
            check_range("memory_limit", limit, SMALLEST_MEMORY, usize::MAX)?;
        }
        check_range("max_record_bytes", self.max_record_bytes, 1, usize::MAX / 4)?;
        self.check_pool(1)?;
        for (name, rate) in [("max_rate", self.max_rate), ("initial_rate", self.initial_rate)] {
            if rate == Some(0) {
                let message = format!("`{name}` is 0, so nothing could ever be received");
                return Err(Error::config(message));
            }
        }
        Ok(())
    }

    /// Returns the batch interval of a program that states `program`.
    pub(crate) fn interval(&self, program: Option<Duration>) -> Result<Duration> {
        match (self.batch_interval, program) {
            (Some(here), Some(there)) if here != there => Err(Error::config(format!(
                "the context's batch interval is {here:?}, the program's is {there:?}; state it in \
                 one place only"
            ))),
            (here, there) => check_interval(here.or(there).unwrap_or(DEFAULT_INTERVAL)),
        }
    }

    /// Returns the account of what `operators` operators keep.
    pub(crate) fn account(&self, operators: usize) -> Arc<Account> {
        Account::new(self.memory_limit.unwrap_or_else(default_limit), operators)
    }

    /// Returns the regulator of the sources, or `None` if no source has a rate limit. `own_limits`
    /// are the names of the sources and the limits that they state themselves.
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

    /// Checks that the pool is large enough for every source to fill a page while another page of it
    /// waits.
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

    #[test]
    fn the_interval_is_stated_in_one_place() {
        let settings =
            Settings { batch_interval: Some(2 * DEFAULT_INTERVAL), ..Settings::default() };
        assert!(settings.interval(Some(2 * DEFAULT_INTERVAL)).is_ok());
        assert_eq!(settings.interval(None).unwrap(), 2 * DEFAULT_INTERVAL);
        let message = settings.interval(Some(DEFAULT_INTERVAL)).unwrap_err().to_string();
        assert!(message.contains("2s") && message.contains("1s"), "{message}");
        let default = Settings::default();
        assert_eq!(default.interval(None).unwrap(), DEFAULT_INTERVAL);
        assert!(default.interval(Some(Duration::from_micros(10))).is_err());
    }

    #[test]
    fn an_interval_out_of_range_is_refused() {
        for interval in [Duration::ZERO, 2 * LONGEST_INTERVAL] {
            let settings = Settings { batch_interval: Some(interval), ..Settings::default() };
            let message = settings.check().unwrap_err().to_string();
            assert!(message.contains("from 1ms to 366 days"), "{message}");
        }
    }
}
