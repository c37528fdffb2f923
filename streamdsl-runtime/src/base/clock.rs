//! The clocks that end batches.
//!
//! A job reads the time from its [`Clock`], never from the operating system directly. Programs run
//! on the [`SystemClock`]. Tests run on a [`ManualClock`], which moves only when the test moves it,
//! or on a [`SimulatedClock`], which moves as fast as batches are processed.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::base::sync::Monitor;

/// A source of time that ends batches.
///
/// A clock has two hands. The *wall clock* ([`now`](Clock::now)) shows the date and the time, from
/// which batches get their names. Somebody may set it, forward or back. The *monotonic* hand
/// ([`monotonic`](Clock::monotonic)) shows how much time has passed, and nobody can set it. A job
/// waits by this hand.
///
/// # Writing a clock
///
/// One thread of each job that uses the clock calls [`wait_until`](Clock::wait_until). The method
/// may return early; the job then calls it again. It should return early after a second, or when the
/// wall clock is set, because the job compares the two hands between the calls. It must call
/// `interrupted` at least once after each [`wake`](Clock::wake), so that a job can be stopped while
/// it waits.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since the Unix epoch, by the wall clock.
    fn now(&self) -> Duration;

    /// Returns the time since some fixed moment. It never goes back. By default, it is the same as
    /// [`now`](Clock::now), which is right for a clock that nobody can set.
    fn monotonic(&self) -> Duration {
        self.now()
    }

    /// Blocks until the [`monotonic`](Clock::monotonic) time is `deadline` or `interrupted` returns
    /// `true`.
    fn wait_until(&self, deadline: Duration, interrupted: &dyn Fn() -> bool);

    /// Makes every thread in [`wait_until`](Clock::wait_until) call its `interrupted` again.
    fn wake(&self);

    /// Whether time stands still until every batch that has ended is processed. Returns `false` by
    /// default.
    fn follows_batches(&self) -> bool {
        false
    }
}

/// The time of the operating system.
pub struct SystemClock {
    begin: Instant,
    sleeper: Monitor<()>,
}

/// A waiting job compares the two hands at least this often, because somebody may set the wall
/// clock.
const LONGEST_NAP: Duration = Duration::from_secs(1);

impl SystemClock {
    /// Creates a clock that shows the time of the operating system.
    pub fn new() -> Self {
        SystemClock { begin: Instant::now(), sleeper: Monitor::new(()) }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn monotonic(&self) -> Duration {
        self.begin.elapsed()
    }

    fn wait_until(&self, deadline: Duration, interrupted: &dyn Fn() -> bool) {
        let left = deadline.saturating_sub(self.monotonic()).min(LONGEST_NAP);
        self.sleeper.wait_deadline(Some(Instant::now() + left), |()| interrupted().then_some(()));
    }

    fn wake(&self) {
        self.sleeper.wake();
    }
}

/// A clock that moves only when the program moves it, for deterministic tests.
///
/// Clones show the same time: give one to the context's builder and keep the other in the test.
/// [`advance`](Self::advance) lets time pass. [`set_wall`](Self::set_wall) sets the wall clock and
/// lets no time pass, as an administrator does.
///
/// ```
/// # use std::time::Duration;
/// # use streamdsl::clock::{Clock, ManualClock};
/// let clock = ManualClock::new();
/// let same = clock.clone();
/// clock.advance(Duration::from_secs(30));
/// assert_eq!(same.now(), Duration::from_secs(30));
/// clock.set_wall(Duration::from_secs(3600));
/// assert_eq!(same.now(), Duration::from_secs(3600));
/// assert_eq!(same.monotonic(), Duration::from_secs(30));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    hands: Arc<Monitor<Hands>>,
}

/// What a manual clock shows.
struct Hands {
    wall: Duration,
    monotonic: Duration,
    /// How often the wall clock was set.
    settings: u64,
}

impl ManualClock {
    /// Creates a clock that stands at the Unix epoch.
    pub fn new() -> Self {
        Self::at(Duration::ZERO)
    }

    /// Creates a clock that stands at `since_epoch`.
    pub fn at(since_epoch: Duration) -> Self {
        let hands = Hands { wall: since_epoch, monotonic: Duration::ZERO, settings: 0 };
        ManualClock { hands: Arc::new(Monitor::new(hands)) }
    }

    /// Moves the time forward by `step`. The job generates every batch that ends within the step, in
    /// order.
    pub fn advance(&self, step: Duration) {
        self.hands.update(|hands| {
            hands.wall = hands.wall.saturating_add(step);
            hands.monotonic = hands.monotonic.saturating_add(step);
        });
    }

    /// Sets the wall clock to `since_epoch`, forward or back. No time passes.
    pub fn set_wall(&self, since_epoch: Duration) {
        self.hands.update(|hands| {
            hands.wall = since_epoch;
            hands.settings += 1;
        });
    }

    /// Returns the time since the Unix epoch.
    pub fn now(&self) -> Duration {
        self.hands.with(|hands| hands.wall)
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        ManualClock::now(self)
    }

    fn monotonic(&self) -> Duration {
        self.hands.with(|hands| hands.monotonic)
    }

    fn wait_until(&self, deadline: Duration, interrupted: &dyn Fn() -> bool) {
        let mut known = None;
        // The wall clock may have been set just before this call.
        let nap_ends = Instant::now() + LONGEST_NAP;
        self.hands.wait_deadline(Some(nap_ends), |hands| {
            let is_set = *known.get_or_insert(hands.settings) != hands.settings;
            (is_set || hands.monotonic >= deadline || interrupted()).then_some(())
        });
    }

    fn wake(&self) {
        self.hands.wake();
    }
}

/// A clock on which time passes as fast as batches are processed, for tests and for backfills.
///
/// A batch ends as soon as the batch before it has been processed. Use this clock with sources that
/// have an end or that deliver their records batch by batch. A job that listens to a socket would
/// process mostly empty batches, without pause.
#[derive(Clone)]
pub struct SimulatedClock {
    now: Arc<Monitor<Duration>>,
}

impl SimulatedClock {
    /// Creates a clock that starts at the Unix epoch.
    pub fn new() -> Self {
        Self::at(Duration::ZERO)
    }

    /// Creates a clock that starts at `since_epoch`.
    pub fn at(since_epoch: Duration) -> Self {
        SimulatedClock { now: Arc::new(Monitor::new(since_epoch)) }
    }
}

impl Default for SimulatedClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Duration {
        self.now.with(|now| *now)
    }

    fn wait_until(&self, deadline: Duration, _interrupted: &dyn Fn() -> bool) {
        self.now.update(|now| *now = (*now).max(deadline));
    }

    fn wake(&self) {}

    fn follows_batches(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// Waits as a job does: again, if the clock has returned early.
    fn wait(clock: &dyn Clock, deadline: Duration, interrupted: &dyn Fn() -> bool) {
        while clock.monotonic() < deadline && !interrupted() {
            clock.wait_until(deadline, interrupted);
        }
    }

    #[test]
    fn a_manual_clock_wakes_its_waiter_at_the_deadline_only() {
        let clock = ManualClock::new();
        let other = clock.clone();
        let waiter = std::thread::spawn(move || {
            wait(&other, Duration::from_secs(2), &|| false);
            other.now()
        });
        clock.advance(Duration::from_secs(1));
        std::thread::sleep(Duration::from_millis(5));
        assert!(!waiter.is_finished());
        clock.advance(Duration::from_secs(1));
        assert_eq!(waiter.join().unwrap(), Duration::from_secs(2));
    }

    #[test]
    fn waiting_can_be_interrupted() {
        let (system, manual) = (Arc::new(SystemClock::new()), Arc::new(ManualClock::new()));
        let clocks: [Arc<dyn Clock>; 2] = [system, manual];
        for clock in clocks {
            let stop = Arc::new(AtomicBool::new(false));
            let (its_clock, its_stop) = (Arc::clone(&clock), Arc::clone(&stop));
            let far = clock.monotonic() + Duration::from_secs(3600);
            let waiter = std::thread::spawn(move || {
                wait(&*its_clock, far, &|| its_stop.load(Ordering::SeqCst));
            });
            stop.store(true, Ordering::SeqCst);
            clock.wake();
            waiter.join().unwrap();
        }
    }

    #[test]
    fn the_system_clock_keeps_its_deadline() {
        let clock = SystemClock::new();
        let deadline = clock.monotonic() + Duration::from_millis(20);
        clock.wait_until(deadline, &|| false);
        assert!(clock.monotonic() >= deadline);
    }

    #[test]
    fn a_waiter_learns_at_once_that_the_wall_clock_was_set() {
        let clock = ManualClock::new();
        let other = clock.clone();
        let waiter = std::thread::spawn(move || {
            let begin = Instant::now();
            other.wait_until(Duration::from_secs(2), &|| false);
            begin.elapsed()
        });
        std::thread::sleep(Duration::from_millis(50));
        clock.set_wall(Duration::from_secs(3600));
        assert!(waiter.join().unwrap() < LONGEST_NAP);
        assert_eq!(clock.monotonic(), Duration::ZERO);
    }
}
