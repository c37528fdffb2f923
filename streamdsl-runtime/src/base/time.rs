//! The time of a batch.

use std::fmt;
use std::time::Duration;

use jiff::tz::{AmbiguousOffset, TimeZone};

/// The end of a batch, as time since the Unix epoch.
///
/// A batch is named by the time at which it ends. If the batch interval is one second, the batch of
/// 12:00:01 holds what arrived after 12:00:00 and not later than 12:00:01. `Display` shows local
/// time, and milliseconds only if they are not zero. In the hour that a time zone repeats when its
/// summer time ends, the offset from UTC follows.
///
/// ```
/// # use streamdsl::time::BatchTime;
/// let time = BatchTime::from_millis(1_795_209_530_000);
/// assert_eq!(time.as_millis(), 1_795_209_530_000);
/// assert!(time < BatchTime::from_millis(1_795_209_530_001));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchTime(Duration);

impl BatchTime {
    /// Returns the batch that ends `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: u64) -> Self {
        BatchTime(Duration::from_millis(millis))
    }

    /// Returns the batch that ends `since_epoch` after the Unix epoch.
    pub const fn from_duration(since_epoch: Duration) -> Self {
        BatchTime(since_epoch)
    }

    /// Returns the whole milliseconds since the Unix epoch, which are part of the names of output
    /// directories.
    pub const fn as_millis(self) -> u64 {
        self.0.as_millis() as u64
    }

    /// Returns the exact time since the Unix epoch.
    pub const fn as_duration(self) -> Duration {
        self.0
    }
}

impl fmt::Display for BatchTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timestamp = i64::try_from(self.as_millis())
            .ok()
            .and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
        // Only the clock of a test can show a time after the year 9999, where the calendar ends.
        let Some(timestamp) = timestamp else { return write!(f, "{} ms", self.as_millis()) };
        let zone = TimeZone::system();
        let zoned = timestamp.to_zoned(zone.clone());
        let local = zoned.datetime();
        let (date, time) = (local.date(), local.time());
        write!(f, "{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.0.subsec_millis() {
            0 => {}
            millis => write!(f, ".{millis:03}")?,
        }
        match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Fold { .. } => write!(f, " {}", zoned.strftime("%:z")),
            _ => Ok(()),
        }
    }
}

/// The first whole multiple of `interval` that is later than `now`.
pub(crate) fn next_boundary(now: Duration, interval: Duration) -> Duration {
    let step = interval.as_nanos().max(1);
    from_nanos((now.as_nanos() / step + 1) * step)
}

/// The time of this many nanoseconds, or the longest possible one.
pub(crate) fn from_nanos(nanos: u128) -> Duration {
    let (seconds, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
    Duration::new(u64::try_from(seconds).unwrap_or(u64::MAX), rest as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_whole_multiples_and_later_than_now() {
        let second = Duration::from_secs(1);
        assert_eq!(next_boundary(Duration::ZERO, second), second);
        assert_eq!(next_boundary(Duration::from_millis(999), second), second);
        assert_eq!(next_boundary(second, second), 2 * second);
        let odd = Duration::from_micros(1500);
        assert_eq!(next_boundary(Duration::from_millis(4), odd), 3 * odd);
    }

    #[test]
    fn milliseconds_are_shown_only_when_there_are_some() {
        let whole = BatchTime::from_millis(1_795_209_530_000).to_string();
        assert_eq!(whole.len(), "2026-11-20 21:18:50".len());
        let odd = BatchTime::from_millis(1_795_209_530_007).to_string();
        assert_eq!(odd, format!("{whole}.007"));
        assert_eq!(BatchTime::from_millis(u64::MAX).to_string(), format!("{} ms", u64::MAX));
    }
}
