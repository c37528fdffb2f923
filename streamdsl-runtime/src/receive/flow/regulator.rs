//! Sets the limits of the gates, as time goes by and batches are processed.

use std::sync::Arc;
use std::time::Duration;

use crate::receive::flow::Load;
use crate::receive::flow::divide::{Demand, divide};
use crate::receive::flow::estimator::RateEstimator;
use crate::receive::flow::gate::Gate;

/// How long records are let in at once, at least and at most, and into how many parts a batch is
/// divided between the two. Longer parts make bursts, shorter ones wake everybody more often.
const SHORTEST_SLOT: Duration = Duration::from_millis(10);
const LONGEST_SLOT: Duration = Duration::from_millis(100);
const SLOTS: u32 = 20;

/// The part of what is let in that receivers get even if sources that cannot be limited use up
/// everything.
const LEAST_FOR_RECEIVERS: f64 = 0.1;

/// Decides how many records each receiver may hand over, on the thread that ends the batches.
pub(crate) struct Regulator {
    interval: Duration,
    slot: Duration,
    gates: Vec<Account>,
    estimator: Option<RateEstimator>,
    /// The last batch that the estimator has learnt from.
    learnt: u64,
    /// When the open batch began and when it will end, by the job's clock.
    begun: Duration,
    end: Duration,
    /// What the estimator would let in for the open batch.
    total: f64,
    /// Parts of a record that were let in before, but could not be used.
    owed: f64,
    /// Records of the last batch that were handed over past the gates.
    passed: u64,
    turn: usize,
}

/// What is known about one receiver.
struct Account {
    /// The position of the source among the sources of the job.
    source: usize,
    max_rate: Option<f64>,
    /// How many records the open batch may have because of the fixed limit.
    credit: f64,
}

impl Regulator {
    /// A regulator for the sources that have limits; none if no source has. `max_rates` are their
    /// fixed limits, in records per second.
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
            passed: 0,
            turn: 0,
        })
    }

    /// Whether the source at this position has a limit.
    pub(crate) fn limits(&self, source: usize) -> bool {
        self.gates.iter().any(|account| account.source == source)
    }

    /// A batch has been opened at `begun`, and will end at `end`.
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
        self.passed = 0;
        let length = self.length().as_secs_f64();
        for account in &mut self.gates {
            self.passed += gates[account.source].begin_batch();
            if let Some(rate) = account.max_rate {
                account.credit = rest(account.credit) + rate * length;
            }
        }
        self.adjust(now, gates, load);
    }

    /// When the limits are to be looked at again.
    pub(crate) fn next_look(&self, now: Duration) -> Duration {
        let slots = now.saturating_sub(self.begun).as_nanos() / self.slot.as_nanos().max(1);
        let slots = u32::try_from(slots).unwrap_or(u32::MAX).saturating_add(1);
        self.begun.saturating_add(self.slot.saturating_mul(slots))
    }

    /// Sets the limits for the present moment.
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
        // What no gate holds back is work as well; the last batch tells how much there will be.
        let full = rate * self.length().as_secs_f64();
        self.total = (full - self.passed as f64).max(LEAST_FOR_RECEIVERS * full);
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

    /// The part of the open batch whose records may have been let in, from 0 to 1.
    fn part(&self, now: Duration) -> f64 {
        let length = self.length().as_secs_f64();
        let open = self.next_look(now).saturating_sub(self.begun).as_secs_f64();
        if open < length { open / length } else { 1.0 }
    }

    fn slot_part(&self) -> f64 {
        let length = self.length().as_secs_f64();
        let slot = self.slot.as_secs_f64();
        if slot < length { slot / length } else { 1.0 }
    }
}

/// The whole records of a credit. Sums of fractions come out a little below the number they stand
/// for. They are never negative.
#[allow(clippy::cast_sign_loss)]
fn whole(credit: f64) -> u64 {
    (credit + 1e-6) as u64
}

/// What is left of a credit beside the whole records.
fn rest(credit: f64) -> f64 {
    credit - whole(credit) as f64
}
