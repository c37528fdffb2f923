//! The time of a job, and the batches that follow from it.
//!
//! Batches get their times from the wall clock, which somebody may set. So a job has a time of its
//! own: it goes on with the monotonic hand of the clock, and follows the wall clock forward, but
//! never back by more than an interval.

use std::sync::Arc;
use std::time::Duration;

use crate::base::control::Control;
use crate::base::notice::NoticeKind;
use crate::base::time::{BatchTime, from_nanos, next_boundary};
use crate::state::Snapshot;

/// Which batch it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BatchPlace {
    /// The end of the batch.
    pub(crate) time: BatchTime,
    /// The number of the batch since the stream began. Missing batches count.
    pub(crate) position: u64,
    /// How many batches are missing before it.
    pub(crate) missing: u64,
    /// Whether it only emits windows, because all sources have ended before it.
    pub(crate) is_after_input: bool,
}

impl BatchPlace {
    /// The batch at this position, of an ordinary stream.
    pub(crate) fn new(time: BatchTime, position: u64, missing: u64) -> Self {
        BatchPlace { time, position, missing, is_after_input: false }
    }
}

/// The time of a job.
pub(crate) struct Timeline {
    control: Arc<Control>,
    interval: Duration,
    /// Whether the job runs the batches that would be missing.
    catch_up: bool,
    /// The time of the job was `time` when the monotonic hand of its clock showed `hand`.
    hand: Duration,
    time: Duration,
    /// How far the wall clock is behind the time of the job; zero if it is not.
    behind: Duration,
    /// Whether the wall clock was set forward since the last batch was opened.
    jumped: bool,
}

impl Timeline {
    /// Begins the time of a job that continues from `restored`. Returns the first batch too.
    pub(crate) fn begin(
        control: &Arc<Control>,
        interval: Duration,
        catch_up: bool,
        restored: Option<&Snapshot>,
    ) -> (Self, BatchPlace) {
        let (hand, time) = (control.clock.monotonic(), control.clock.now());
        let mut timeline = Timeline {
            control: Arc::clone(control),
            interval,
            catch_up,
            hand,
            time,
            behind: Duration::ZERO,
            jumped: false,
        };
        let first = timeline.first(restored);
        (timeline, first)
    }

    fn first(&mut self, restored: Option<&Snapshot>) -> BatchPlace {
        let first = next_boundary(self.time, self.interval);
        let position = restored.map_or(0, Snapshot::batches) + 1;
        let place = |time, missing| {
            BatchPlace::new(
                BatchTime::from_duration(time),
                position.saturating_add(missing),
                missing,
            )
        };
        let last = restored.and_then(|snapshot| Some((snapshot, snapshot.time()?)));
        let Some((snapshot, last)) = last else { return place(first, 0) };
        let next = next_boundary(last.as_duration(), self.interval);
        if first == last.as_duration() {
            // The job before was stopped within its last batch, so the first one follows that.
            return place(next, 0);
        }
        if let Some(behind) = next.checked_sub(first).filter(|behind| !behind.is_zero()) {
            self.behind = behind;
            self.time = self.time.saturating_add(behind);
            self.control.set_ahead(self.behind);
            self.tell_start(&format!(
                "the wall clock is {} behind the last batch that was saved, {last}; the times of \
                 batches go on from there",
                rounded(self.behind)
            ));
            return place(next, 0);
        }
        if self.catch_up {
            return place(next, 0);
        }
        let missing = self.intervals(first.saturating_sub(next));
        if missing > 0 && snapshot.slots().next().is_some() {
            self.tell_start(&format!(
                "the last batch that was saved ended at {last}; {} counted as empty, and not run \
                 (`catch_up(true)` runs them)",
                batches_are(missing)
            ));
        }
        place(first, missing)
    }

    /// Returns the time now.
    pub(crate) fn now(&self) -> Duration {
        self.at(self.control.clock.monotonic())
    }

    fn at(&self, hand: Duration) -> Duration {
        self.time.saturating_add(hand.saturating_sub(self.hand))
    }

    /// Returns what the monotonic hand of the clock will show at `time`.
    pub(crate) fn hand_at(&self, time: Duration) -> Duration {
        self.hand.saturating_add(time.saturating_sub(self.time))
    }

    /// Compares the two hands of the clock. A jump of the wall clock becomes a notice.
    pub(crate) fn observe(&mut self) {
        let clock = &self.control.clock;
        // The thread may lose the processor between two readings. What the wall clock shows lies
        // between the two readings of the other hand, unless it was set.
        let before = clock.monotonic();
        let wall = clock.now();
        let after = clock.monotonic();
        if let Some(jump) = wall.checked_sub(self.at(after)).filter(|jump| !jump.is_zero()) {
            (self.hand, self.time) = (after, wall);
            self.set_behind(Duration::ZERO);
            if jump > self.interval {
                self.jumped = true;
                self.tell(&format!(
                    "the wall clock has gone forward by {} (it was set, or the machine slept)",
                    rounded(jump)
                ));
            }
        } else if let Some(back) = self.at(before).checked_sub(wall) {
            if back < self.interval {
                if !back.is_zero() {
                    (self.hand, self.time) = (before, wall);
                }
                self.set_behind(Duration::ZERO);
            } else {
                self.note_back(back);
            }
        } else {
            self.set_behind(Duration::ZERO);
        }
    }

    fn note_back(&mut self, back: Duration) {
        if back > self.behind.saturating_add(self.interval) {
            self.tell(&format!(
                "the wall clock was set back and is {} behind the job; the times of batches go on \
                 from {}, until the wall clock has caught up",
                rounded(back),
                BatchTime::from_duration(self.now())
            ));
        }
        self.behind = back;
        self.control.set_ahead(back);
    }

    fn set_behind(&mut self, behind: Duration) {
        if self.behind > behind {
            self.tell("the wall clock has caught up with the job");
        }
        if self.behind != behind {
            self.behind = behind;
            self.control.set_ahead(behind);
        }
    }

    /// Returns the batch after `place`.
    pub(crate) fn next(&mut self, place: BatchPlace) -> BatchPlace {
        let jumped = std::mem::take(&mut self.jumped) && !self.catch_up;
        let late = self.now().saturating_sub(place.time.as_duration());
        let missing = if jumped { self.intervals(late) } else { 0 };
        let next = self.after(place, missing);
        if missing > 0 {
            let skipped = self.interval.as_nanos().saturating_mul(u128::from(missing));
            self.control.add_skipped(from_nanos(skipped));
            self.tell(&format!(
                "{} counted as empty, and not run; the next batch ends at {} (`catch_up(true)` \
                 runs them)",
                batches_are(missing),
                next.time
            ));
        }
        next
    }

    /// Returns the batch after `place` if `missing` batches are missing between them.
    pub(crate) fn after(&self, place: BatchPlace, missing: u64) -> BatchPlace {
        let step = self.interval.as_nanos().saturating_mul(u128::from(missing) + 1);
        let time = place.time.as_duration().saturating_add(from_nanos(step));
        let position = place.position.saturating_add(1).saturating_add(missing);
        BatchPlace::new(BatchTime::from_duration(time), position, missing)
    }

    /// Returns how many whole intervals are in `time`.
    fn intervals(&self, time: Duration) -> u64 {
        u64::try_from(time.as_nanos() / self.interval.as_nanos().max(1)).unwrap_or(u64::MAX)
    }

    /// Tells how the time begins. On a clock that follows the batches, nobody expects anything else.
    fn tell_start(&self, message: &str) {
        if !self.control.clock.follows_batches() {
            self.tell(message);
        }
    }

    fn tell(&self, message: &str) {
        self.control.notify("clock", NoticeKind::Information, message);
    }
}

/// A time for people: nobody needs the nanoseconds of an hour.
fn rounded(time: Duration) -> String {
    let whole = if time < Duration::from_secs(10) {
        Duration::from_millis(time.as_millis() as u64)
    } else {
        Duration::from_secs(time.as_secs())
    };
    format!("{whole:?}")
}

fn batches_are(count: u64) -> String {
    if count == 1 { "1 missing batch is".into() } else { format!("{count} missing batches are") }
}
