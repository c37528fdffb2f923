//! Stops jobs on Ctrl-C and SIGTERM.

use std::sync::{Arc, Mutex, Once, Weak};

use crate::base::notice::NoticeKind;
use crate::base::sync::lock;
use crate::job::running::Job;

/// The jobs that a signal stops. A process has one handler, but can run several jobs.
static JOBS: Mutex<Vec<Weak<Job>>> = Mutex::new(Vec::new());
static INSTALL: Once = Once::new();

/// The exit status that shells expect of a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Lets Ctrl-C and SIGTERM stop `job`: the first signal gracefully, the second one immediately.
pub(crate) fn stop_on_signal(job: &Arc<Job>) {
    {
        let mut jobs = lock(&JOBS);
        jobs.retain(|job| job.strong_count() > 0);
        jobs.push(Arc::downgrade(job));
    }
    INSTALL.call_once(|| {
        if let Err(error) = ctrlc::try_set_handler(on_signal) {
            let message = format!("Ctrl-C does not stop the job gracefully: {error}");
            job.control().notify("signals", NoticeKind::Information, &message);
        }
    });
}

fn on_signal() {
    let jobs: Vec<_> = lock(&JOBS).iter().filter_map(Weak::upgrade).collect();
    let running: Vec<_> = jobs.iter().filter(|job| !job.control().has_ended()).collect();
    // If no job is running, or all jobs are being aborted already, the signal ends the process, as it
    // does without a handler.
    if running.iter().all(|job| job.control().stop.is_aborting()) {
        std::process::exit(INTERRUPTED);
    }
    for job in running {
        if job.control().stop.is_stopping() { job.control().abort() } else { job.drain() }
    }
}
