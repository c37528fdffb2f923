//! Pauses between attempts.

use std::time::Duration;

/// Pauses between attempts. Each pause is twice as long as the one before, up to a limit.
pub(super) struct Backoff {
    next: Duration,
    attempts: u32,
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(2);

    pub(super) fn new() -> Self {
        Backoff { next: Self::FIRST, attempts: 0 }
    }

    pub(super) fn next(&mut self) -> Duration {
        self.attempts += 1;
        let delay = self.next;
        self.next = (2 * delay).min(Self::LONGEST);
        delay
    }

    /// Whether this attempt deserves a notice: only attempts 1, 2, 4, 8 and so on do.
    pub(super) fn is_worth_a_notice(&self) -> bool {
        self.attempts.is_power_of_two()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit() {
        let mut backoff = Backoff::new();
        let pauses: Vec<_> = (0..6).map(|_| backoff.next().as_millis()).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 2000]);
    }

    #[test]
    fn notices_become_rare() {
        let mut backoff = Backoff::new();
        let spoken = (0..100).filter(|_| {
            backoff.next();
            backoff.is_worth_a_notice()
        });
        assert_eq!(spoken.count(), 7);
    }
}
