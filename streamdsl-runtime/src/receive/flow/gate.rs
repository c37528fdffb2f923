//! Where a receiver waits when its rate limit is reached.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::control::WaitingPlace;
use crate::base::sync::{Monitor, StopFlag};
use crate::receive::flow::divide::Demand;

/// Admits the records of one source to the open batch, up to a limit.
///
/// The receiver asks and waits; the driver sets the limit. Records that the driver itself delivers
/// never wait, because no other thread could raise the limit; the gate only counts them.
pub(crate) struct Gate {
    limited: bool,
    /// The current limit in records per second, as the bits of an `f64`. It is for the status and for
    /// sources; admission does not use it.
    rate: AtomicU64,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    /// How many records may be admitted to the open batch so far.
    limit: u64,
    /// How many records count against the limit.
    admitted: u64,
    /// How many records did not ask the gate.
    unlimited: u64,
    /// How many records were admitted beyond the limit, because they belong together. Later limits
    /// pay for them.
    excess: u64,
    /// Whether the last request was not admitted in full.
    wants_more: bool,
    /// Whether the limit has been removed for good.
    lifted: bool,
}

impl Gate {
    pub(crate) fn new(limited: bool) -> Self {
        let rate = AtomicU64::new(f64::INFINITY.to_bits());
        Gate { limited, rate, state: Monitor::new(State::default()) }
    }

    /// Returns whether the source has a limit. If it has none, no other method is called.
    pub(crate) fn is_limited(&self) -> bool {
        self.limited
    }

    /// The current limit in records per second, if there is one.
    pub(crate) fn rate(&self) -> Option<f64> {
        let rate = f64::from_bits(self.rate.load(Ordering::Relaxed));
        rate.is_finite().then_some(rate)
    }

    pub(crate) fn set_rate(&self, rate: Option<f64>) {
        self.rate.store(rate.unwrap_or(f64::INFINITY).to_bits(), Ordering::Relaxed);
    }

    /// Admits up to `wanted` records, and returns how many.
    pub(crate) fn admit(&self, wanted: u64) -> u64 {
        self.state.with(|state| {
            let admitted = wanted.min(state.available());
            state.admitted += admitted;
            state.wants_more = admitted < wanted;
            admitted
        })
    }

    /// Admits all `wanted` records if the limit allows at least one of them. The excess is deducted
    /// from later limits. Returns whether the records are admitted.
    pub(crate) fn admit_together(&self, wanted: u64) -> bool {
        self.state.with(|state| {
            let available = state.available();
            let admitted = wanted.min(available);
            state.wants_more = admitted < wanted;
            if available == 0 {
                return wanted == 0;
            }
            state.admitted += admitted;
            state.excess += wanted - admitted;
            true
        })
    }

    /// Waits until the limit allows records, and returns how many; `None` if the job is stopping.
    pub(crate) fn wait(&self, stop: &StopFlag) -> Option<u64> {
        self.state.wait(|state| {
            if stop.is_stopping() {
                return Some(None);
            }
            let available = state.available();
            state.wants_more |= available == 0;
            (available > 0).then_some(Some(available))
        })
    }

    /// Counts records that are delivered whatever the limit.
    pub(crate) fn count_unlimited(&self, records: u64) {
        self.state.with(|state| state.unlimited += records);
    }

    /// What the receiver has used of the open batch's limit, and whether it wants more.
    pub(crate) fn demand(&self) -> Demand {
        self.state.with(|state| Demand { admitted: state.admitted, wants_more: state.wants_more })
    }

    /// Sets how many records may be admitted to the open batch so far. A lower limit does not affect
    /// records that are admitted already.
    pub(crate) fn set_limit(&self, limit: u64) {
        let raises = self.state.with(|state| {
            let raises = limit > state.limit;
            state.limit = limit;
            let paid = state.excess.min(limit.saturating_sub(state.admitted));
            state.admitted += paid;
            state.excess -= paid;
            raises
        });
        if raises {
            self.state.wake();
        }
    }

    /// Admits nothing until the next limit is set, for a new batch.
    pub(crate) fn close(&self) {
        self.state.with(|state| state.limit = 0);
    }

    /// Begins to count for a new batch. Returns how many records of the last batch did not ask the
    /// gate.
    pub(crate) fn begin_batch(&self) -> u64 {
        self.state.with(|state| {
            state.admitted = 0;
            std::mem::take(&mut state.unlimited)
        })
    }

    /// Removes the limit for good. The driver does this when it stops the sources, because it will
    /// not set limits any more.
    pub(crate) fn lift(&self) {
        self.state.update(|state| state.lifted = true);
    }
}

impl State {
    fn available(&self) -> u64 {
        if self.lifted { u64::MAX } else { self.limit.saturating_sub(self.admitted) }
    }
}

impl WaitingPlace for Gate {
    fn wake(&self) {
        self.state.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn no_more_is_admitted_than_the_limit_allows() {
        let gate = Gate::new(true);
        assert_eq!(gate.admit(5), 0);
        gate.set_limit(8);
        assert_eq!((gate.admit(5), gate.admit(5)), (5, 3));
        assert_eq!(gate.demand(), Demand { admitted: 8, wants_more: true });
        gate.close();
        gate.begin_batch();
        assert_eq!(gate.admit(1), 0);
        gate.set_limit(2);
        assert_eq!(gate.admit(1), 1);
    }

    #[test]
    fn later_limits_pay_for_the_excess() {
        let gate = Gate::new(true);
        assert!(!gate.admit_together(1));
        gate.set_limit(4);
        assert!(gate.admit_together(10));
        assert!(!gate.admit_together(1));
        gate.close();
        gate.begin_batch();
        gate.set_limit(4);
        assert!(!gate.admit_together(1));
        gate.set_limit(7);
        assert!(gate.admit_together(1));
        assert_eq!(gate.admit(1), 0);
    }

    #[test]
    fn a_waiting_receiver_continues_or_stops() {
        let (gate, stop) = (Arc::new(Gate::new(true)), Arc::new(StopFlag::default()));
        let wait = || {
            let (gate, stop) = (Arc::clone(&gate), Arc::clone(&stop));
            std::thread::spawn(move || gate.wait(&stop))
        };
        let waiter = wait();
        gate.set_limit(3);
        assert_eq!(waiter.join().unwrap(), Some(3));
        gate.admit(3);
        let waiter = wait();
        stop.drain();
        gate.wake();
        assert_eq!(waiter.join().unwrap(), None);
    }

    #[test]
    fn a_lifted_gate_admits_everything() {
        let gate = Gate::new(true);
        gate.lift();
        gate.close();
        assert_eq!(gate.admit(1 << 40), 1 << 40);
    }
}
