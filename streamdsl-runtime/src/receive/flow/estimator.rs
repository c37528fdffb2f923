//! Estimates how fast records may be received, from how fast they are processed.

use std::time::Duration;

/// A batch that took a smaller part of the interval says little about what the workers can do: the
/// fixed cost of a batch is too large a part of its time.
const TELLING: f64 = 0.25;

/// How much of the difference to the newest measurement enters the estimate. Measurements are noisy.
/// With this value, the estimate still follows a sudden change within four batches.
const TRUST: f64 = 0.5;

/// How late the workers may be for a batch, as a part of the interval, before the rate is reduced.
/// Without it, the workers would be idle after each batch that was cheaper than expected.
const SLACK: f64 = 0.1;

/// The part of a backlog that the open batch makes up for. It is less than 1 because the estimate may
/// be wrong.
const REPAIR: f64 = 0.7;

/// The part of the capacity that is admitted even if the backlog is very large. It keeps senders and
/// their connections alive while the rest of the capacity processes the backlog.
const LEAST_SHARE: f64 = 0.25;

/// The lowest estimate in records per second. It is above 0, so that there is something to measure
/// from time to time.
const LOWEST: f64 = 0.1;

/// The records between the receivers and the workers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Backlog {
    /// Records of batches that have ended and whose processing has not begun.
    pub waiting: u64,
    /// The batch that is being processed: its records, and for how long it has been processed.
    pub running: Option<(u64, Duration)>,
    /// The time until the end of the open batch.
    pub until_end: Duration,
}

/// Estimates how fast records may be received so that each batch is completed about one interval
/// after it ends. This is the adaptive back-pressure of [`Builder::backpressure`].
///
/// Spark's PID estimator is a feedback loop: it reduces the rate while the delay is too long. But all
/// batches that wait lie between a change of the rate and its effect on the delay. Such a loop
/// therefore reduces the rate for too long, and needs as much time to recover.
///
/// This estimator predicts instead, and does not measure the delay. Each processed batch shows the
/// capacity of the workers. From the capacity and the records that wait, it computes when the workers
/// will be free for the open batch. That batch may have as many records as the workers can process
/// from then until one interval after its end.
///
/// The estimator only computes and uses no clock, so it can be simulated:
///
/// ```
/// use std::time::Duration;
/// use streamdsl::flow::{Backlog, RateEstimator};
///
/// let second = Duration::from_secs(1);
/// let mut estimator = RateEstimator::new(second, None);
/// assert_eq!(estimator.rate(&Backlog::default()), None, "nothing is known yet");
///
/// // 2000 records took two seconds, and 1600 records wait. When the open batch ends in one second,
/// // the workers will need another 600 ms before they can begin it.
/// estimator.batch_completed(2000, 2 * second);
/// let backlog = Backlog { waiting: 1600, running: None, until_end: second };
/// assert_eq!(estimator.rate(&backlog).map(f64::round), Some(650.0));
/// let none = Backlog { until_end: second, ..Backlog::default() };
/// assert_eq!(estimator.rate(&none), Some(1000.0));
/// ```
///
/// [`Builder::backpressure`]: crate::job::context::Builder::backpressure
#[derive(Debug, Clone)]
pub struct RateEstimator {
    /// In seconds.
    interval: f64,
    /// Records per second of work.
    capacity: Option<f64>,
    /// Whether the capacity comes from a measurement, and not from the initial rate.
    measured: bool,
}

impl RateEstimator {
    /// Creates an estimator for batches of `interval`. Until a batch has been measured, the estimate
    /// is `initial_rate` in records per second, or no limit if that is `None`.
    pub fn new(interval: Duration, initial_rate: Option<f64>) -> Self {
        let interval = interval.as_secs_f64().max(1e-6);
        RateEstimator { interval, capacity: initial_rate, measured: false }
    }

    /// Updates the estimate from a batch of `records` records that kept the workers busy for `busy`.
    pub fn batch_completed(&mut self, records: u64, busy: Duration) {
        let busy = busy.as_secs_f64();
        if records == 0 || busy <= 0.0 {
            return;
        }
        let sample = records as f64 / busy;
        let telling = busy >= TELLING * self.interval;
        self.capacity = match self.capacity {
            // A small batch can only show that more is possible. This also corrects an initial rate
            // that was far too low.
            known if !telling => known.map(|capacity| capacity.max(sample)),
            Some(capacity) if self.measured => Some(capacity + TRUST * (sample - capacity)),
            _ => Some(sample),
        };
        self.measured |= telling;
        self.capacity = self.capacity.map(|capacity| capacity.max(LOWEST));
    }

    /// Returns how fast records may be received now, in records per second; `None` if there is no
    /// limit.
    pub fn rate(&self, backlog: &Backlog) -> Option<f64> {
        let running = backlog.running.map(|(records, busy)| (records as f64, busy.as_secs_f64()));
        // A batch that takes too long shows this before it is completed.
        let believed = |(_, busy): &(f64, f64)| !self.measured || *busy > self.interval;
        let most =
            running.filter(believed).map(|(records, busy)| records.max(1.0) / busy.max(1e-9));
        let capacity = match (self.capacity, most) {
            (Some(capacity), Some(most)) => capacity.min(most),
            (known, most) => known.or(most)?,
        };
        let capacity = capacity.max(LOWEST);
        let left = running.map_or(0.0, |(records, busy)| (records / capacity - busy).max(0.0));
        let ahead = left + backlog.waiting as f64 / capacity;
        // How late the workers will be for the open batch, in intervals.
        let late = (ahead - backlog.until_end.as_secs_f64()) / self.interval - SLACK;
        Some(capacity * (1.0 - REPAIR * late.max(0.0)).max(LEAST_SHARE))
    }

    /// Returns how many records per second the workers can process; `None` until a batch has been
    /// measured.
    pub fn capacity(&self) -> Option<f64> {
        self.capacity.filter(|_| self.measured)
    }
}
