//! The thread that writes checkpoints while the job goes on.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::base::control::Control;
use crate::base::error::{Error, Result};
use crate::base::notice::NoticeKind;
use crate::base::sync::{Monitor, lock};
use crate::state::Snapshot;
use crate::state::checkpoint::directory::{Claim, Directory, Latest};

/// The checkpoints of a running job: when they are due, and the thread that writes them.
///
/// Workers only hand over their state. If the disk is too slow, the next checkpoint replaces one that
/// is still waiting to be written.
pub(crate) struct Checkpoints {
    directory: Directory,
    claim: Mutex<Option<Claim>>,
    every: u64,
    /// How often a job had begun afresh in the directory, including this one.
    generation: u32,
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
    /// Locks `directory` for checkpoints after every `every` batches, and removes what a process that
    /// was killed while it wrote has left there.
    ///
    /// # Errors
    ///
    /// If the directory cannot be used.
    pub(crate) fn new(directory: Directory, every: u64) -> Result<Self> {
        let claim = Mutex::new(Some(directory.claim()?));
        directory.remove_incomplete()?;
        let (pending, thread) = (Monitor::new(Pending::default()), Mutex::new(None));
        Ok(Checkpoints { directory, claim, every, generation: 0, pending, thread })
    }

    /// Returns the newest checkpoint that can be read, as [`Directory::latest`] does. New checkpoints
    /// follow it.
    pub(crate) fn go_on(&mut self) -> Result<Latest> {
        let latest = self.directory.latest()?;
        self.generation = latest.generation;
        Ok(latest)
    }

    /// Makes new checkpoints follow all that are in the directory, whatever the number of their
    /// batches. The old ones stay until the new ones replace them in the usual way.
    pub(crate) fn begin_afresh(&mut self) -> Result<()> {
        let newest = self.directory.checkpoints()?.pop();
        self.generation = newest.map_or(0, |(number, _)| number.generation.saturating_add(1));
        Ok(())
    }

    /// Returns whether the state is saved after `batches` batches, of which the last one follows
    /// `missing` batches that were not run.
    pub(crate) fn is_due(&self, batches: u64, missing: u64) -> bool {
        batches % self.every <= missing
    }

    /// Hands over `snapshot` to the thread that writes.
    pub(crate) fn save(&self, snapshot: Snapshot) {
        let replaced = self.pending.update(|pending| pending.next.replace(snapshot));
        drop(replaced);
    }

    /// Starts the thread that writes.
    pub(crate) fn start(self: &Arc<Self>, control: &Arc<Control>) -> Result<()> {
        let (checkpoints, control) = (Arc::clone(self), Arc::clone(control));
        let thread = std::thread::Builder::new().name("checkpoints".into());
        let spawned = thread.spawn(move || checkpoints.write_all(&control));
        let thread =
            spawned.map_err(|error| Error::thread("the thread that writes checkpoints", error))?;
        *lock(&self.thread) = Some(thread);
        Ok(())
    }

    /// Waits until the last checkpoint is written, and unlocks the directory.
    ///
    /// # Errors
    ///
    /// If the last checkpoint could not be written.
    pub(crate) fn finish(&self) -> Result<()> {
        self.pending.update(|pending| pending.closed = true);
        if let Some(thread) = lock(&self.thread).take() {
            // The thread does not panic. If it did, there would be nothing more to do.
            let _ = thread.join();
        }
        *lock(&self.claim) = None;
        self.pending.with(|pending| pending.failure.take().map_or(Ok(()), Err))
    }

    fn write_all(&self, control: &Control) {
        while let Some(snapshot) = self.next() {
            let failure = self.directory.write(&snapshot, self.generation).err();
            let shown = failure.clone();
            let before =
                self.pending.with(|pending| std::mem::replace(&mut pending.failure, failure));
            match (before, shown) {
                // What is wrong with the disk is told once, not for every checkpoint.
                (Some(before), Some(now)) if have_same_reason(&before, &now) => {}
                (_, Some(now)) => {
                    let message =
                        format!("{now}; the job goes on and tries again at the next checkpoint");
                    control.notify("checkpoints", NoticeKind::Trouble, &message);
                }
                (Some(_), None) => {
                    let message = "checkpoints can be written again";
                    control.notify("checkpoints", NoticeKind::Information, message);
                }
                (None, None) => {}
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

/// Whether two checkpoints could not be written for the same reason. The files differ.
fn have_same_reason(a: &Error, b: &Error) -> bool {
    match (a.io_error(), b.io_error()) {
        (Some(a), Some(b)) => a.kind() == b.kind(),
        (None, None) => true,
        _ => false,
    }
}
