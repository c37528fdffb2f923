//! Where a receiver waits until it may hand over more records.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::control::WaitingPlace;
use crate::base::sync::{Monitor, StopFlag};
use crate::receive::flow::divide::Demand;

/// How many more records one source may hand over in the open batch.
///
/// The receiver takes and waits, the driver sets the limit. Records that are handed over by the
/// driver itself pass without waiting, since nobody could let them in later; they are counted.
pub(crate) struct Gate {
    limited: bool,
    /// The present limit in records per second, as the bits of an `f64`; for people and sources.
    rate: AtomicU64,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    /// How many records of the open batch may be handed over up to now.
    limit: u64,
    used: u64,
    passed: u64,
    /// Records that were handed over in advance of a limit still to come.
    debt: u64,
    /// Whether the receiver did not get all it wanted when it last asked.
    hungry: bool,
    /// Nobody sets limits any more.
    lifted: bool,
}

impl Gate {
    pub(crate) fn new(limited: bool) -> Self {
        let rate = AtomicU64::new(f64::INFINITY.to_bits());
        Gate { limited, rate, state: Monitor::new(State::default()) }
    }

    /// Whether there is a limit at all. Without one, nothing else is ever called.
    pub(crate) fn is_limited(&self) -> bool {
        self.limited
    }

    /// The present limit in records per second, if there is one.
    pub(crate) fn rate(&self) -> Option<f64> {
        let rate = f64::from_bits(self.rate.load(Ordering::Relaxed));
        rate.is_finite().then_some(rate)
    }

    pub(crate) fn set_rate(&self, rate: Option<f64>) {
        self.rate.store(rate.unwrap_or(f64::INFINITY).to_bits(), Ordering::Relaxed);
    }

    /// Takes up to `wanted` of the records that may be handed over now; gives how many.
    pub(crate) fn take(&self, wanted: u64) -> u64 {
        self.state.with(|state| {
            let taken = wanted.min(state.available());
            state.used += taken;
            state.hungry = taken < wanted;
            taken
        })
    }

    /// Takes records that must not be parted, if any may be handed over now. Those that are more
    /// than the limit allows are made up for later.
    pub(crate) fn take_whole(&self, wanted: u64) -> bool {
        self.state.with(|state| {
            let available = state.available();
            let taken = wanted.min(available);
            state.hungry = taken < wanted;
            if available == 0 {
                return wanted == 0;
            }
            state.used += taken;
            state.debt += wanted - taken;
            true
        })
    }

    /// Waits until records may be handed over; gives how many, or `None` if the job is stopping.
    pub(crate) fn wait(&self, stop: &StopFlag) -> Option<u64> {
        self.state.wait(|state| {
            if stop.is_stopping() {
                return Some(None);
            }
            let available = state.available();
            state.hungry |= available == 0;
            (available > 0).then_some(Some(available))
        })
    }

    /// Counts records that are handed over whatever the limit.
    pub(crate) fn pass(&self, records: u64) {
        self.state.with(|state| state.passed += records);
    }

    /// What the receiver has taken of the open batch, and whether it wants more.
    pub(crate) fn demand(&self) -> Demand {
        self.state.with(|state| Demand { used: state.used, hungry: state.hungry })
    }

    /// Says how many records of the open batch may be handed over up to now. What has been handed
    /// over already stays so.
    pub(crate) fn set_limit(&self, limit: u64) {
        let raises = self.state.with(|state| {
            let raises = limit > state.limit;
            state.limit = limit;
            let paid = state.debt.min(limit.saturating_sub(state.used));
            state.used += paid;
            state.debt -= paid;
            raises
        });
        if raises {
            self.state.wake();
        }
    }

    /// Lets nothing through until the next limit, which is for a new batch.
    pub(crate) fn close(&self) {
        self.state.with(|state| state.limit = 0);
    }

    /// Begins to count for a new batch; gives the records of the last one that passed the limit by.
    pub(crate) fn begin_batch(&self) -> u64 {
        self.state.with(|state| {
            state.used = 0;
            std::mem::take(&mut state.passed)
        })
    }

    /// Removes the limit for good, since nobody will set it any more.
    pub(crate) fn lift(&self) {
        self.state.update(|state| state.lifted = true);
    }
}

impl State {
    fn available(&self) -> u64 {
        if self.lifted { u64::MAX } else { self.limit.saturating_sub(self.used) }
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
    fn no_more_is_taken_than_the_limit_allows() {
        let gate = Gate::new(true);
        assert_eq!(gate.take(5), 0);
        gate.set_limit(8);
        assert_eq!((gate.take(5), gate.take(5)), (5, 3));
        assert_eq!(gate.demand(), Demand { used: 8, hungry: true });
        gate.close();
        gate.begin_batch();
        assert_eq!(gate.take(1), 0);
        gate.set_limit(2);
        assert_eq!(gate.take(1), 1);
    }

    #[test]
    fn what_goes_together_is_made_up_for() {
        let gate = Gate::new(true);
        assert!(!gate.take_whole(1));
        gate.set_limit(4);
        assert!(gate.take_whole(10));
        assert!(!gate.take_whole(1));
        gate.close();
        gate.begin_batch();
        gate.set_limit(4);
        assert!(!gate.take_whole(1));
        gate.set_limit(7);
        assert!(gate.take_whole(1));
        assert_eq!(gate.take(1), 0);
    }

    #[test]
    fn who_waits_is_let_in_or_sent_away() {
        let (gate, stop) = (Arc::new(Gate::new(true)), Arc::new(StopFlag::default()));
        let wait = || {
            let (gate, stop) = (Arc::clone(&gate), Arc::clone(&stop));
            std::thread::spawn(move || gate.wait(&stop))
        };
        let waiter = wait();
        gate.set_limit(3);
        assert_eq!(waiter.join().unwrap(), Some(3));
        gate.take(3);
        let waiter = wait();
        stop.drain();
        gate.wake();
        assert_eq!(waiter.join().unwrap(), None);
    }

    #[test]
    fn a_lifted_gate_lets_everything_through() {
        let gate = Gate::new(true);
        gate.lift();
        gate.close();
        assert_eq!(gate.take(1 << 40), 1 << 40);
    }
}
