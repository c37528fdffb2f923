//! Which core a thread runs on, and how exactly it wakes.

/// Returns one core for each worker of a job. Returns none if the system does not support pinning, or
/// if there are more workers than cores.
pub(crate) fn choose_cores(workers: usize) -> Vec<usize> {
    let allowed = imp::allowed_cores();
    if workers > allowed.len() {
        return Vec::new();
    }
    // Jobs of the same process start at different cores, so that small jobs do not share one.
    let first = NEXT_CORE.fetch_add(workers, Ordering::Relaxed);
    (0..workers).map(|worker| allowed[(first + worker) % allowed.len()]).collect()
}

/// Keeps the current thread on `core`. If the system refuses, the thread is only slower, so the error
/// is ignored.
pub(crate) fn pin_to(core: usize) {
    imp::pin_to(core);
}

/// Asks the system to wake this thread as exactly as possible at the end of a timed wait.
pub(crate) fn sharpen_timer() {
    imp::sharpen_timer();
}

use std::sync::atomic::{AtomicUsize, Ordering};

static NEXT_CORE: AtomicUsize = AtomicUsize::new(0);

#[cfg(target_os = "linux")]
mod imp {
    use std::num::NonZeroU64;

    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity, set_current_timer_slack};

    pub(super) fn allowed_cores() -> Vec<usize> {
        let Ok(allowed) = sched_getaffinity(None) else { return Vec::new() };
        (0..CpuSet::MAX_CPU).filter(|&core| allowed.is_set(core)).collect()
    }

    pub(super) fn pin_to(core: usize) {
        let mut only = CpuSet::new();
        only.set(core);
        let _ = sched_setaffinity(None, &only);
    }

    pub(super) fn sharpen_timer() {
        let _ = set_current_timer_slack(NonZeroU64::new(1));
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    pub(super) fn allowed_cores() -> Vec<usize> {
        Vec::new()
    }

    pub(super) fn pin_to(_core: usize) {}

    pub(super) fn sharpen_timer() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_workers_than_cores_are_not_pinned() {
        assert!(choose_cores(usize::MAX).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pinned_thread_stays_on_its_core() {
        let core = choose_cores(1)[0];
        let allowed = std::thread::spawn(move || {
            pin_to(core);
            imp::allowed_cores()
        });
        assert_eq!(allowed.join().unwrap(), [core]);
    }
}
