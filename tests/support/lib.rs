//! What the tests share.

pub mod peers;
pub mod stepped;

use std::time::{Duration, Instant};

/// Long enough that only a hanging test reaches it, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until something is true, by looking again and again.
///
/// # Panics
/// If it does not come true for a very long time; `what` says what was waited for.
#[track_caller]
#[allow(clippy::panic, reason = "it is for tests")]
pub fn until(what: &str, condition: impl Fn() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < give_up, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}
