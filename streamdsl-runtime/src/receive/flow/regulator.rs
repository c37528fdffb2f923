//! Sets the limits of the gates over time, as batches are processed.

use std::sync::Arc;
use std::time::Duration;

use crate::receive::flow::Load;
use crate::receive::flow::divide::{Demand, divide};
use crate::receive::flow::estimator::RateEstimator;
use crate::receive::flow::gate::Gate;

/// The driver raises the limits several times in a batch: it divides a batch into `SLOTS` slots, within
/// a shortest and a longest slot. Longer slots cause bursts; shorter ones wake the receivers more
/// often.
const SHORTEST_SLOT: Duration = Duration::from_millis(10);
const LONGEST_SLOT: Duration = Duration::from_millis(100);
const SLOTS: u32 = 20;

/// The part of the estimated rate that receivers get even if sources without a limit use up all of
/// it.
const LEAST_FOR_RECEIVERS: f64 = 0.1;

/// Decides how many records of each receiver are admitted. The driver owns it.
pub(crate) struct Regulator {
    interval: Duration,
    slot: Duration,
    gates: Vec<Account>,
    estimator: Option<RateEstimator>,
    /// The number of the last batch that the estimator has used.
    learnt: u64,
    /// When the open batch began and when it will end, by the job's clock.
    begun: Duration,
    end: Duration,
    /// How many records the estimator allows for the open batch.
    total: f64,
    /// Fractions of a record that earlier batches allowed and could not use.
    owed: f64,
    /// How many records of the last batch did not ask a gate.
    unlimited: u64,
    turn: usize,
}

/// What is known about one receiver.
struct Account {
    /// The position of the source among the sources of the job.
    source: usize,
    max_rate: Option<f64>,
    /// How many records the fixed limit allows for the open batch.
    credit: f64,
}

impl Regulator {
    /// Returns a regulator for the sources that have a limit, or `None` if no source has one.
    /// `max_rates` are the fixed limits of the sources in records per second.
    pub(crate) fn new(
        interval: Duration,
        max_rates: &[Option<f64>],
        estimator: Option<RateEstimator>,
    ) -> Option<Self> {
        let adaptive = estimator.is_some();
        let account = |(source, max_rate): (usize, &Option<f64>)| {
            let account = Account { source, max_rate: *max_rate, credit: 0.0 };
            (adaptive || max_rate.is_some()).then_some(account)
        };
        let gates: Vec<_> = max_rates.iter().enumerate().filter_map(account).collect();
        let slot = (interval / SLOTS).clamp(SHORTEST_SLOT, LONGEST_SLOT).min(interval);
        (!gates.is_empty()).then_some(Regulator {
            interval,
            slot,
            gates,
            estimator,
            learnt: 0,
            begun: Duration::ZERO,
            end: Duration::ZERO,
            total: 0.0,
            owed: 0.0,
            unlimited: 0,
            turn: 0,
        })
    }

    /// Returns whether the source at this position has a limit.
    pub(crate) fn limits(&self, source: usize) -> bool {
        self.gates.iter().any(|account| account.source == source)
    }

    /// Notes that a batch was opened at `begun` and will end at `end`, and sets its first limits.
    pub(crate) fn open(
        &mut self,
        begun: Duration,
        end: Duration,
        now: Duration,
        gates: &[Arc<Gate>],
        load: &dyn Fn() -> Load,
    ) {
        (self.begun, self.end) = (begun.min(end), end);
        self.owed = rest(self.owed + self.total);
        self.total = 0.0;
        self.unlimited = 0;
        let length = self.length().as_secs_f64();
        for account in &mut self.gates {
            self.unlimited += gates[account.source].begin_batch();
            if let Some(rate) = account.max_rate {
                account.credit = rest(account.credit) + rate * length;
            }
        }
        self.adjust(now, gates, load);
    }

    /// When the limits must be set again.
    pub(crate) fn next_adjustment(&self, now: Duration) -> Duration {
        let slots = now.saturating_sub(self.begun).as_nanos() / self.slot.as_nanos().max(1);
        let slots = u32::try_from(slots).unwrap_or(u32::MAX).saturating_add(1);
        self.begun.saturating_add(self.slot.saturating_mul(slots))
    }

    /// Sets the limits for the slot that `now` is in.
    pub(crate) fn adjust(&mut self, now: Duration, gates: &[Arc<Gate>], load: &dyn Fn() -> Load) {
        let part = self.part(now);
        let cumulative = |credit: f64| whole(credit * part);
        let limit =
            |account: &Account| account.max_rate.map_or(u64::MAX, |_| cumulative(account.credit));
        let limits: Vec<u64> = self.gates.iter().map(limit).collect();
        let Some(rate) = self.adaptive_rate(now, load) else {
            self.set(gates, &limits, None);
            return;
        };
        // Records that do not ask a gate are work too. The last batch shows how many to expect.
        let full = rate * self.length().as_secs_f64();
        self.total = (full - self.unlimited as f64).max(LEAST_FOR_RECEIVERS * full);
        let total = self.owed + self.total;
        let share = whole(total * self.slot_part() / self.gates.len() as f64);
        let demands: Vec<Demand> =
            self.gates.iter().map(|account| gates[account.source].demand()).collect();
        self.turn = self.turn.wrapping_add(1);
        let limits = divide(cumulative(total), share, &demands, &limits, self.turn);
        self.set(gates, &limits, Some(rate));
    }

    fn set(&self, gates: &[Arc<Gate>], limits: &[u64], rate: Option<f64>) {
        for (account, limit) in self.gates.iter().zip(limits) {
            let gate = &gates[account.source];
            gate.set_rate(match (account.max_rate, rate) {
                (Some(fixed), Some(adaptive)) => Some(fixed.min(adaptive)),
                (fixed, adaptive) => fixed.or(adaptive),
            });
            gate.set_limit(*limit);
        }
    }

    fn adaptive_rate(&mut self, now: Duration, load: &dyn Fn() -> Load) -> Option<f64> {
        let estimator = self.estimator.as_mut()?;
        let (last, mut backlog) = load();
        if let Some(batch) = last.filter(|batch| batch.number > self.learnt) {
            self.learnt = batch.number;
            estimator.batch_completed(batch.records, batch.busy_time);
        }
        backlog.until_end = self.end.saturating_sub(now);
        estimator.rate(&backlog)
    }

    fn length(&self) -> Duration {
        self.end.saturating_sub(self.begun).min(self.interval)
    }

    /// The part of the open batch, from 0 to 1, whose records may be admitted by the end of the slot.
    fn part(&self, now: Duration) -> f64 {
        let length = self.length().as_secs_f64();
        let open = self.next_adjustment(now).saturating_sub(self.begun).as_secs_f64();
        if open < length { open / length } else { 1.0 }
    }

    fn slot_part(&self) -> f64 {
        let length = self.length().as_secs_f64();
        let slot = self.slot.as_secs_f64();
        if slot < length { slot / length } else { 1.0 }
    }
}

/// The whole records of a credit, which is never negative. A sum of fractions can be slightly below
/// its exact value, so a small amount is added first.
#[allow(clippy::cast_sign_loss)]
fn whole(credit: f64) -> u64 {
    (credit + 1e-6) as u64
}

/// The fraction of a record in a credit.
fn rest(credit: f64) -> f64 {
    credit - whole(credit) as f64
}
