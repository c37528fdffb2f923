//! How fast records may be taken in, from how fast they are processed.

use std::time::Duration;

/// A batch that took less of the interval says little of what the workers can do: what every batch
/// costs, however few its records, is too large a part of it.
const TELLING: f64 = 0.25;

/// How much of the difference to the newest measurement is believed. Measurements are noisy, and a
/// sudden change is still followed within four batches.
const TRUST: f64 = 0.5;

/// By how much of an interval the workers may be late for a batch before fewer records are let in.
/// Without it, every batch that was cheaper than expected would leave them idle.
const SLACK: f64 = 0.1;

/// How much of a backlog the batch that is being received makes up for. Less than all of it, because
/// the estimate may be wrong.
const REPAIR: f64 = 0.7;

/// The part of the capacity that is let in however large the backlog is: it keeps senders and their
/// connections alive while the rest of the capacity works the backlog off.
const LEAST_SHARE: f64 = 0.25;

/// The lowest estimate, in records per second: where it ends, so that there is something to measure
/// now and then.
const LOWEST: f64 = 0.1;

/// What lies between the receivers and the workers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Backlog {
    /// Records of batches that have ended and that nobody has begun.
    pub waiting: u64,
    /// The batch that is being processed: its records, and for how long it has been processed.
    pub running: Option<(u64, Duration)>,
    /// From now to the end of the batch that is being received.
    pub until_end: Duration,
}

/// Estimates at what rate records may be received so that batches are done about one interval after
/// they end: the adaptive back-pressure of [`Builder::backpressure`].
///
/// It is not a feedback loop on the delay, as Spark's PID estimator is, but a prediction. Between a
/// change of the rate and its effect lie all batches that wait, so whoever steers by the delay goes
/// on braking long after enough has been done, and then takes as long to recover. Here the delay is
/// not measured at all: from the capacity, which every processed batch tells, and from the records
/// that wait, it follows when the workers will be free for the batch that is being received. That
/// batch may have as many records as fit between then and one interval after its end.
///
/// It is pure arithmetic and knows no clock, so it can be simulated:
///
/// ```
/// use std::time::Duration;
/// use streamdsl::flow::{Backlog, RateEstimator};
///
/// let second = Duration::from_secs(1);
/// let mut estimator = RateEstimator::new(second, None);
/// assert_eq!(estimator.rate(&Backlog::default()), None, "nothing is known yet");
///
/// // 2000 records took two seconds, and 1600 wait: when the batch that is being received has ended,
/// // the workers will need 600 ms more before they can begin it.
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
    /// An estimator for batches of `interval`. Until something has been measured it gives
    /// `initial_rate`, in records per second, or no limit.
    pub fn new(interval: Duration, initial_rate: Option<f64>) -> Self {
        let interval = interval.as_secs_f64().max(1e-6);
        RateEstimator { interval, capacity: initial_rate, measured: false }
    }

    /// Learns from a batch of `records` records that kept the workers busy for `busy`.
    pub fn batch_completed(&mut self, records: u64, busy: Duration) {
        let busy = busy.as_secs_f64();
        if records == 0 || busy <= 0.0 {
            return;
        }
        let sample = records as f64 / busy;
        let telling = busy >= TELLING * self.interval;
        self.capacity = match self.capacity {
            // A small batch can only show that more is possible. That is also how an initial rate
            // that was far too low is left behind.
            known if !telling => known.map(|capacity| capacity.max(sample)),
            Some(capacity) if self.measured => Some(capacity + TRUST * (sample - capacity)),
            _ => Some(sample),
        };
        self.measured |= telling;
        self.capacity = self.capacity.map(|capacity| capacity.max(LOWEST));
    }

    /// The rate at which records may be received now, in records per second; `None` for any.
    pub fn rate(&self, backlog: &Backlog) -> Option<f64> {
        let running = backlog.running.map(|(records, busy)| (records as f64, busy.as_secs_f64()));
        // A batch that takes too long tells that before it has ended.
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
        // How late the workers will be for the batch that is being received, in intervals.
        let late = (ahead - backlog.until_end.as_secs_f64()) / self.interval - SLACK;
        Some(capacity * (1.0 - REPAIR * late.max(0.0)).max(LEAST_SHARE))
    }

    /// How many records per second the workers can process, as far as is known.
    pub fn capacity(&self) -> Option<f64> {
        self.capacity.filter(|_| self.measured)
    }
}
