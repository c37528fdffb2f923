//! Measuring programs in turn.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What a run takes.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Of all threads together.
    pub(crate) processor: Duration,
}

/// Runs `program`, and says what that took.
pub(crate) fn cost<R>(program: impl FnOnce() -> R) -> (R, Cost) {
    let (start, before) = (Instant::now(), processor_time());
    let result = program();
    let cost = Cost { wall: start.elapsed(), processor: processor_time() - before };
    (result, cost)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}

/// The middle one of some numbers.
pub(crate) fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Nanoseconds per record.
pub(crate) fn per_record(time: Duration, records: u64) -> f64 {
    time.as_nanos() as f64 / records as f64
}
