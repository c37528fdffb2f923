//! Records per second, for sources that set their own pace.

use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::time::BatchTime;

/// A number of records per second. Every numeric type of Rust implements it.
pub trait Rate: sealed::Sealed {
    /// The rate as a floating-point number of records per second.
    fn per_second(self) -> f64;
}

macro_rules! rates {
    ($($number:ident)*) => {$(
        impl sealed::Sealed for $number {}

        impl Rate for $number {
            fn per_second(self) -> f64 {
                #[allow(clippy::cast_lossless, reason = "not all of the types have `From`")]
                { self as f64 }
            }
        }
    )*};
}

rates! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64 }

mod sealed {
    pub trait Sealed {}
}

/// The highest rate: more than any machine produces, and small enough that counts do not overflow.
const FASTEST: f64 = 1e12;

/// Rates are counted in millionths of a record, so that the sum over all batches is exact.
const PARTS: f64 = 1e6;

/// Computes how many records are due in each batch.
#[derive(Debug)]
pub(super) struct Pace {
    /// Millionths of a record per second.
    parts: u128,
    started: Duration,
    counted: u64,
}

impl Pace {
    /// A pace of `rate` records per second. `source` returns the name of the source for the error.
    pub(super) fn new(rate: f64, source: impl FnOnce() -> String) -> Result<Self> {
        if !(rate > 0.0 && rate <= FASTEST) {
            let message = format!(
                "the rate is {rate} records per second; it must be above 0 and at most 1e12"
            );
            return Err(Error::source(source(), message));
        }
        #[allow(clippy::cast_sign_loss, reason = "it is positive")]
        let parts = ((rate * PARTS).round() as u128).max(1);
        Ok(Pace { parts, started: Duration::ZERO, counted: 0 })
    }

    pub(super) fn start(&mut self, now: Duration) {
        self.started = now;
    }

    /// The number of records due by the end of `batch` that no earlier call returned. No records are
    /// due for the time that no batch covers, `skipped` since the start.
    pub(super) fn due(&mut self, batch: BatchTime, skipped: Duration) -> u64 {
        let elapsed = batch.as_duration().saturating_sub(self.started);
        let elapsed = elapsed.saturating_sub(skipped).as_nanos();
        let total = elapsed.saturating_mul(self.parts) / 1_000_000_000_000_000;
        let total = u64::try_from(total).unwrap_or(u64::MAX);
        let due = total.saturating_sub(self.counted);
        self.counted = self.counted.max(total);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paced(rate: impl Rate, batches: &[u64]) -> Vec<u64> {
        let mut pace = Pace::new(rate.per_second(), || "test".into()).unwrap();
        pace.start(Duration::from_secs(1));
        batches.iter().map(|at| pace.due(BatchTime::from_millis(*at), Duration::ZERO)).collect()
    }

    #[test]
    fn a_rate_is_exact_over_many_batches() {
        assert_eq!(paced(10, &[1500, 2000, 3000]), [5, 5, 10]);
        assert_eq!(paced(0.5, &[2000, 3000, 4000, 5000]), [0, 1, 0, 1]);
        let thirds = paced(100.0 / 3.0, &(1..=300).map(|n| 1000 + 10 * n).collect::<Vec<_>>());
        assert_eq!(thirds.iter().sum::<u64>(), 99);
        assert!(thirds.iter().all(|due| *due <= 1));
        assert_eq!(paced(1e12, &[2000]), [1_000_000_000_000]);
    }

    #[test]
    fn absurd_rates_are_refused() {
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e13] {
            let error = Pace::new(rate, || "generator".into()).unwrap_err().to_string();
            assert!(error.starts_with("source generator: the rate is "), "{error}");
        }
    }
}
