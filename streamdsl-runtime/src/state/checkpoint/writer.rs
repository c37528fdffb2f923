//! Writing checkpoints while the job goes on.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::base::control::Control;
use crate::base::error::{Error, Result};
use crate::base::notice::NoticeKind;
use crate::base::sync::{Monitor, lock};
use crate::state::Snapshot;
use crate::state::checkpoint::directory::{Claim, Directory};

/// The checkpoints of a running job: when they are due, and the thread that writes them.
///
/// Workers only hand their state over. Should the disk be slower than they are, a checkpoint that
/// has not been begun is replaced by the next one.
pub(crate) struct Checkpoints {
    directory: Directory,
    claim: Mutex<Option<Claim>>,
    every: u64,
    pending: Monitor<Pending>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Pending {
    next: Option<Snapshot>,
    closed: bool,
    /// Why the last checkpoint could not be written.
    failure: Option<Error>,
}

impl Checkpoints {
    /// Checkpoints in `directory` after every `every` batches.
    ///
    /// # Errors
    ///
    /// If the directory cannot be used.
    pub(crate) fn new(directory: Directory, every: u64) -> Result<Self> {
        let claim = Mutex::new(Some(directory.claim()?));
        let (pending, thread) = (Monitor::new(Pending::default()), Mutex::new(None));
        Ok(Checkpoints { directory, claim, every, pending, thread })
    }

    /// Whether the state is saved when `batches` batches are done.
    pub(crate) fn is_due(&self, batches: u64) -> bool {
        batches.is_multiple_of(self.every)
    }

    /// Lets `snapshot` be written soon.
    pub(crate) fn save(&self, snapshot: Snapshot) {
        let replaced = self.pending.update(|pending| pending.next.replace(snapshot));
        drop(replaced);
    }

    /// Starts the thread that writes.
    pub(crate) fn start(self: &Arc<Self>, control: &Arc<Control>) -> Result<()> {
        let (checkpoints, control) = (Arc::clone(self), Arc::clone(control));
        let thread = std::thread::Builder::new().name("checkpoints".into());
        let spawned = thread.spawn(move || checkpoints.write_all(&control));
        let thread = spawned.map_err(|error| Error::System {
            message: format!("cannot start the thread that writes checkpoints: {error}"),
        })?;
        *lock(&self.thread) = Some(thread);
        Ok(())
    }

    /// Waits until the last checkpoint is written, and lets go of the directory.
    ///
    /// # Errors
    ///
    /// Why it could not be written.
    pub(crate) fn finish(&self) -> Result<()> {
        self.pending.update(|pending| pending.closed = true);
        if let Some(thread) = lock(&self.thread).take() {
            // It does not panic; if it did, there would be nothing to add.
            let _ = thread.join();
        }
        *lock(&self.claim) = None;
        self.pending.with(|pending| pending.failure.take().map_or(Ok(()), Err))
    }

    fn write_all(&self, control: &Control) {
        while let Some(snapshot) = self.next() {
            let written = self.directory.write(&snapshot);
            let failure = written.err();
            let shown = failure.as_ref().map(ToString::to_string);
            let before = self.pending.with(|pending| {
                std::mem::replace(&mut pending.failure, failure).map(|error| error.to_string())
            });
            match shown {
                Some(shown) if before.as_ref() != Some(&shown) => {
                    let message = format!("{shown}; the job goes on, and tries again next time");
                    control.notify("checkpoints", NoticeKind::Trouble, &message);
                }
                None if before.is_some() => {
                    let message = "checkpoints can be written again";
                    control.notify("checkpoints", NoticeKind::Information, message);
                }
                _ => {}
            }
        }
    }

    fn next(&self) -> Option<Snapshot> {
        self.pending.wait(|pending| match pending.next.take() {
            Some(snapshot) => Some(Some(snapshot)),
            None => pending.closed.then_some(None),
        })
    }
}
