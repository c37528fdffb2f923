//! Stops jobs on signals: SIGINT (Ctrl-C), SIGTERM and SIGHUP.
//!
//! A process has one handler for each signal, but can run several jobs. Handlers are installed when
//! the program waits for the end of a job, and stay. A signal that is ignored when they are installed
//! stays ignored: so a shell protects `job &` from Ctrl-C, and `nohup` protects a job from SIGHUP.

use std::sync::{Arc, Mutex, Once, Weak, mpsc};
use std::time::{Duration, Instant};

use crate::base::notice::NoticeKind;
use crate::base::sync::lock;
use crate::job::running::Job;

/// The jobs that a signal stops.
static JOBS: Mutex<Vec<Weak<Job>>> = Mutex::new(Vec::new());
static INSTALL: Once = Once::new();

/// Signals that follow each other within this time count as one. `timeout`, for example, sends a
/// signal to the process and to its group.
const ONE_SIGNAL: Duration = Duration::from_secs(1);

/// How long an immediate stop may take. User code that runs longer is abandoned with the process.
const PATIENCE: Duration = Duration::from_secs(1);

/// Lets signals stop `job`: the first one gracefully, the second one immediately.
pub(crate) fn stop_on_signal(job: &Arc<Job>) {
    {
        let mut jobs = lock(&JOBS);
        jobs.retain(|job| job.strong_count() > 0);
        if jobs.iter().any(|known| is_same(known, job)) {
            return;
        }
        jobs.push(Arc::downgrade(job));
    }
    INSTALL.call_once(|| {
        if let Err(error) = system::install() {
            let message = format!("signals do not stop the job in order: {error}");
            job.control().notify("signals", NoticeKind::Trouble, &message);
        }
    });
}

fn is_same(known: &Weak<Job>, job: &Arc<Job>) -> bool {
    std::ptr::eq(known.as_ptr(), Arc::as_ptr(job))
}

/// What the thread that gets the signals remembers.
#[derive(Default)]
struct Handler {
    /// When the last signal came that counted.
    last: Option<Instant>,
    /// The jobs that have got a signal.
    told: Vec<Weak<Job>>,
}

impl Handler {
    /// Stops the jobs. Returns whether the process must end, as it would without a handler.
    fn on_signal(&mut self, name: &str) -> bool {
        let jobs: Vec<_> = lock(&JOBS).iter().filter_map(Weak::upgrade).collect();
        let running: Vec<_> = jobs.iter().filter(|job| !job.control().has_ended()).collect();
        if self.last.is_some_and(|last| last.elapsed() < ONE_SIGNAL) {
            return false;
        }
        if running.is_empty() {
            return true;
        }
        self.last = Some(Instant::now());
        // A job that the program itself is stopping gracefully has not got a signal yet.
        let is_told = |job: &&Arc<Job>| self.told.iter().any(|told| is_same(told, job));
        let (stopping, untold): (Vec<_>, Vec<_>) = running.into_iter().partition(is_told);
        for job in &untold {
            job.drain();
            explain_if_slow(name, job);
        }
        self.told.retain(|job| job.strong_count() > 0);
        self.told.extend(untold.into_iter().map(Arc::downgrade));
        for job in &stopping {
            let message = dropped(name, job);
            job.control().abort();
            say(job, message);
        }
        !stopping.iter().all(|job| ends_soon(name, job))
    }
}

/// Says how to stop at once, if the graceful stop takes longer than a second.
fn explain_if_slow(name: &str, job: &Arc<Job>) {
    let (name, control) = (name.to_owned(), Arc::clone(job.control()));
    let wait = move || {
        if control.wait_for_end(Some(Instant::now() + ONE_SIGNAL)).is_none() {
            let message = format!(
                "{name}: the job ends when it has processed what it has received; another signal \
                 ends it at once"
            );
            control.notify("signals", NoticeKind::Information, &message);
        }
    };
    // Without the thread, only the notice is missing.
    let _ = std::thread::Builder::new().name("signal-notice".into()).spawn(wait);
}

/// Says what an immediate stop drops.
fn dropped(name: &str, job: &Job) -> String {
    let waiting = job.team.queue.overview();
    let batches = match waiting.waiting {
        0 => return format!("{name}: the job ends at once"),
        1 => "1 batch that is".to_owned(),
        count => format!("{count} batches that are"),
    };
    let records = match waiting.waiting_records {
        1 => "1 record".to_owned(),
        count => format!("{count} records"),
    };
    format!("{name}: the job ends at once and drops {batches} not completed, with {records}")
}

/// Waits a moment until the job has ended. Returns whether it has.
fn ends_soon(name: &str, job: &Job) -> bool {
    let ended = job.control().wait_for_end(Some(Instant::now() + PATIENCE)).is_some();
    if !ended {
        say(job, format!("{name}: code of the program does not return, so the process ends"));
    }
    ended
}

/// Sends a notice, and waits a moment until it is sent. The function that gets it, or the terminal, may
/// hang too.
fn say(job: &Job, message: String) {
    let (control, (done, is_done)) = (Arc::clone(job.control()), mpsc::channel());
    let send = move || {
        control.notify("signals", NoticeKind::Information, &message);
        let _ = done.send(());
    };
    // Without the thread, only the notice is missing.
    if std::thread::Builder::new().name("signal-notice".into()).spawn(send).is_ok() {
        let _ = is_done.recv_timeout(PATIENCE);
    }
}

#[cfg(unix)]
mod system {
    use std::io;
    use std::mem::MaybeUninit;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{emulate_default_handler, signal_name};

    use super::Handler;

    /// The exit status is this and the number of the signal, if the process cannot end by the signal
    /// itself. Shells do the same.
    const BY_SIGNAL: i32 = 128;

    /// Starts the thread that gets the signals.
    pub(super) fn install() -> io::Result<()> {
        let caught = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
        let mut signals = Signals::new(caught.collect::<Vec<_>>())?;
        let mut handler = Handler::default();
        let listen = move || {
            for signal in signals.forever() {
                if handler.on_signal(signal_name(signal).unwrap_or("signal")) {
                    end_process(signal);
                }
            }
        };
        std::thread::Builder::new().name("signals".into()).spawn(listen).map(|_| ())
    }

    /// Ends the process by the signal, so that its parent sees why it ended.
    fn end_process(signal: i32) {
        // The first process of a container cannot end by a signal that it has no handler for.
        if std::process::id() != 1 {
            let _ = emulate_default_handler(signal);
        }
        std::process::exit(BY_SIGNAL + signal);
    }

    /// Whether the process ignores a signal.
    fn is_ignored(signal: i32) -> bool {
        let mut action = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: With a null pointer for the new action, the call only writes the present one to
        // `action`, which is large enough and stays alive. All bytes zero are a valid `sigaction`.
        // No safe function tells whether a signal is ignored.
        let action = unsafe {
            if libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) != 0 {
                return false;
            }
            action.assume_init()
        };
        action.sa_sigaction == libc::SIG_IGN
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;
    use std::sync::Mutex;

    use super::Handler;
    use crate::base::sync::lock;

    /// The exit status of a process that Ctrl-C ended.
    const INTERRUPTED: i32 = 130;

    /// Sets the handler of Ctrl-C, the only signal here.
    pub(super) fn install() -> io::Result<()> {
        let handler = Mutex::new(Handler::default());
        let on_signal = move || {
            if lock(&handler).on_signal("Ctrl-C") {
                std::process::exit(INTERRUPTED);
            }
        };
        ctrlc::try_set_handler(on_signal).map_err(io::Error::other)
    }
}
