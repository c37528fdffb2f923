//! A value that threads wait for, and the flag that stops a job.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Locks a mutex whose value stays consistent even if a thread panicked while it held the lock.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value behind a mutex that threads can wait for.
///
/// A waiting thread spins for a moment before it sleeps: waking a sleeping thread takes about 17 us,
/// a spinning thread notices a change in well under 1 us. Waking threads takes a system call, so
/// that is done only if a thread sleeps.
pub(crate) struct Monitor<T> {
    inner: Mutex<Inner<T>>,
    changed: Condvar,
    /// The threads in [`wait_aside`](Monitor::wait_aside) sleep here.
    changed_aside: Condvar,
    /// Counts the changes, so that a spinning thread can watch without taking the lock.
    epoch: AtomicU64,
    spin: Duration,
}

struct Inner<T> {
    value: T,
    sleepers: usize,
    sleepers_aside: usize,
}

/// Which waiting threads look at a changed value again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wake {
    /// None: no thread waits for this change.
    Nobody,
    /// All except those in [`wait_aside`](Monitor::wait_aside).
    Most,
    /// All.
    All,
}

impl<T> Monitor<T> {
    /// Creates a monitor whose waiting threads sleep at once.
    pub(crate) fn new(value: T) -> Self {
        Self::spinning(value, Duration::ZERO)
    }

    /// Creates a monitor whose waiting threads spin for `spin` before they sleep.
    pub(crate) fn spinning(value: T, spin: Duration) -> Self {
        Monitor {
            inner: Mutex::new(Inner { value, sleepers: 0, sleepers_aside: 0 }),
            changed: Condvar::new(),
            changed_aside: Condvar::new(),
            epoch: AtomicU64::new(0),
            spin,
        }
    }

    /// Reads the value, or changes it in a way that no thread waits for.
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut lock(&self.inner).value)
    }

    /// Changes the value and lets every waiting thread look at it again.
    pub(crate) fn update<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        self.update_for(|value| (f(value), Wake::All))
    }

    /// Changes the value and wakes the waiting threads that `f` names.
    pub(crate) fn update_for<R>(&self, f: impl FnOnce(&mut T) -> (R, Wake)) -> R {
        let mut inner = lock(&self.inner);
        let (result, wake) = f(&mut inner.value);
        if wake != Wake::Nobody {
            self.epoch.fetch_add(1, Ordering::Release);
        }
        let (sleepers, aside) = (inner.sleepers, inner.sleepers_aside);
        drop(inner);
        if wake != Wake::Nobody && sleepers > 0 {
            self.changed.notify_all();
        }
        if wake == Wake::All && aside > 0 {
            self.changed_aside.notify_all();
        }
        result
    }

    /// Lets every waiting thread look again, because something other than the value has changed.
    pub(crate) fn wake(&self) {
        self.update(|_| ());
    }

    /// Waits until `poll` returns a result.
    pub(crate) fn wait<R>(&self, mut poll: impl FnMut(&mut T) -> Option<R>) -> R {
        loop {
            if let Some(result) = self.wait_deadline(None, &mut poll) {
                return result;
            }
        }
    }

    /// Like [`wait`](Self::wait), but without spinning, and woken only by [`Wake::All`].
    pub(crate) fn wait_aside<R>(&self, mut poll: impl FnMut(&mut T) -> Option<R>) -> R {
        let mut inner = lock(&self.inner);
        loop {
            if let Some(result) = poll(&mut inner.value) {
                return result;
            }
            inner.sleepers_aside += 1;
            inner = self.changed_aside.wait(inner).unwrap_or_else(PoisonError::into_inner);
            inner.sleepers_aside -= 1;
        }
    }

    /// Waits until `poll` returns a result. Returns `None` if there is none at `deadline`.
    pub(crate) fn wait_deadline<R>(
        &self,
        deadline: Option<Instant>,
        mut poll: impl FnMut(&mut T) -> Option<R>,
    ) -> Option<R> {
        let mut may_spin = !self.spin.is_zero();
        let mut inner = lock(&self.inner);
        loop {
            if let Some(result) = poll(&mut inner.value) {
                return Some(result);
            }
            if may_spin {
                may_spin = false;
                let seen = self.epoch.load(Ordering::Acquire);
                drop(inner);
                self.spin_while(seen);
                inner = lock(&self.inner);
                continue;
            }
            inner.sleepers += 1;
            inner = match deadline.map(|at| at.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => {
                    inner.sleepers -= 1;
                    return None;
                }
                Some(left) => {
                    let woken = self.changed.wait_timeout(inner, left);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner),
            };
            inner.sleepers -= 1;
        }
    }

    fn spin_while(&self, seen: u64) {
        let until = Instant::now() + self.spin;
        while self.epoch.load(Ordering::Acquire) == seen && Instant::now() < until {
            std::hint::spin_loop();
        }
    }
}

/// How far a job has been told to stop. A phase is never taken back.
#[derive(Debug, Default)]
pub(crate) struct StopFlag(AtomicU8);

const DRAINING: u8 = 1;
const ABORTING: u8 = 2;

impl StopFlag {
    /// Tells the job to receive nothing more, but to process everything that it has received.
    pub(crate) fn drain(&self) {
        self.0.fetch_max(DRAINING, Ordering::SeqCst);
    }

    /// Tells all threads of the job to stop at once.
    pub(crate) fn abort(&self) {
        self.0.fetch_max(ABORTING, Ordering::SeqCst);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= DRAINING
    }

    pub(crate) fn is_aborting(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= ABORTING
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_waiting_thread_sees_the_change_whether_it_spins_or_sleeps() {
        for spin in [Duration::ZERO, Duration::from_millis(50)] {
            let monitor = Arc::new(Monitor::spinning(0, spin));
            let other = Arc::clone(&monitor);
            let waiter = std::thread::spawn(move || other.wait(|n| (*n == 3).then_some(*n)));
            for _ in 0..3 {
                std::thread::sleep(Duration::from_millis(2));
                monitor.update(|n| *n += 1);
            }
            assert_eq!(waiter.join().unwrap(), 3);
        }
    }

    #[test]
    fn a_thread_that_waits_aside_is_woken_only_by_a_wake_of_all() {
        let monitor = Arc::new(Monitor::new((0, 0)));
        let looking = |value: &mut (u32, u32)| {
            value.1 += 1;
            (value.0 == 2).then_some(value.1)
        };
        let other = Arc::clone(&monitor);
        let waiter = std::thread::spawn(move || other.wait_aside(looking));
        while lock(&monitor.inner).sleepers_aside == 0 {
            std::thread::yield_now();
        }
        for wake in [Wake::Nobody, Wake::Most] {
            monitor.update_for(|value| (value.0 = 1, wake));
        }
        monitor.update(|value| value.0 = 2);
        // A condition variable may wake a thread without a notification, but hardly ever does.
        assert_eq!(waiter.join().unwrap(), 2);
    }

    #[test]
    fn a_deadline_ends_the_wait() {
        let monitor = Monitor::new(());
        let soon = Instant::now() + Duration::from_millis(5);
        assert_eq!(monitor.wait_deadline(Some(soon), |()| None::<()>), None);
        assert!(Instant::now() >= soon);
    }

    #[test]
    fn a_stop_never_becomes_milder() {
        let flag = StopFlag::default();
        assert!(!flag.is_stopping());
        flag.abort();
        flag.drain();
        assert!(flag.is_aborting());
    }
}
