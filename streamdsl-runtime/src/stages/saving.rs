//! Shared by the outputs that write files: one directory per batch.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::outputs::files::claim::Claim;
use crate::outputs::files::directory;

/// The names of the directories that an output writes, one per batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directories {
    prefix: OsString,
    suffix: String,
    /// Whether a batch without records gets a directory too.
    empty: bool,
}

impl Directories {
    pub(crate) fn new(prefix: &Path) -> Self {
        Self { prefix: prefix.into(), suffix: String::new(), empty: false }
    }

    /// Sets the suffix of the names.
    pub fn with_suffix(self, suffix: &str) -> Self {
        Self { suffix: suffix.to_owned(), ..self }
    }

    /// Sets whether a batch without records gets a directory too.
    pub fn with_empty(self, empty: bool) -> Self {
        Self { empty, ..self }
    }

    /// Returns the directory of the batch that ended at `time`.
    fn of(&self, time: BatchTime) -> PathBuf {
        self.named(&time.as_millis().to_string())
    }

    /// Locks the directories against other jobs; see [`Claim::new`]. Returns `false` if another output
    /// has locked them.
    fn claim(&self) -> (bool, Option<Claim>) {
        let mut start = self.prefix.as_encoded_bytes().to_vec();
        if !start.is_empty() {
            start.push(b'-');
        }
        let begin = start.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let end = if self.suffix.is_empty() { String::new() } else { format!(".{}", self.suffix) };
        let is_name = |name: &[u8]| {
            let time = name.strip_prefix(&start[begin..]);
            let time = time.and_then(|time| time.strip_suffix(end.as_bytes()));
            time.is_some_and(|time| !time.is_empty() && time.iter().all(u8::is_ascii_digit))
        };
        match Claim::new(&self.named("<time>"), is_name) {
            Ok(claim) => (claim.is_some(), claim),
            // If nothing can be written there, the first batch says so.
            Err(_) => (true, None),
        }
    }

    fn named(&self, time: &str) -> PathBuf {
        let mut name = OsString::new();
        if !self.prefix.is_empty() {
            name.push(&self.prefix);
            name.push("-");
        }
        name.push(time);
        if !self.suffix.is_empty() {
            name.push(".");
            name.push(&self.suffix);
        }
        name.into()
    }
}

/// The part of a stage that writes files, without the format of the files.
#[derive(Debug)]
pub(crate) struct Saving {
    op: OperatorId,
    directories: Directories,
    /// The first reason why a record of this batch cannot be saved.
    problem: Option<String>,
    /// The lock on the directories, if this worker writes them.
    _claim: Option<Claim>,
}

impl Saving {
    /// Claims the directories.
    ///
    /// # Errors
    /// If another output of the program, or another job, writes to the same directories: the two
    /// would overwrite each other's batches.
    pub(crate) fn new(
        worker: &mut Worker,
        op: OperatorId,
        directories: &Directories,
    ) -> Result<Self> {
        let name = directories.named("<time>").display().to_string();
        if !worker.claim_output(&name) {
            let message = format!("another output already writes to {name}");
            return Err(worker.setup_error(op, &message));
        }
        let (free, claim) = if worker.is_leader() { directories.claim() } else { (true, None) };
        if !free {
            let message = format!(
                "another job, or another output of this one, already writes to {name}; give each of \
                 them a prefix of its own"
            );
            return Err(worker.setup_error(op, &message));
        }
        Ok(Self { op, directories: directories.clone(), problem: None, _claim: claim })
    }

    /// Saves a record, unless an earlier one could not be saved.
    #[inline]
    pub(crate) fn record(&mut self, save: impl FnOnce() -> Result<(), String>) {
        if self.problem.is_none() {
            self.problem = save().err();
        }
    }

    /// Writes the files of all workers. `part` is the file of this worker, if it has records.
    pub(crate) fn finish(
        &mut self,
        worker: &mut Worker,
        batch: &CurrentBatch,
        part: Option<Vec<u8>>,
    ) -> Result<()> {
        let part = self.problem.take().map_or(Ok(part), Err);
        let Some(parts) = worker.gather(part)? else { return Ok(()) };
        let parts: Result<Vec<Option<Vec<u8>>>, String> = parts.into_iter().collect();
        let parts = parts.map_err(|message| worker.output_error(self.op, batch, message))?;
        self.write(batch.time(), parts).map_err(|error| {
            worker.output_error(self.op, batch, error.to_string()).caused_by(error)
        })
    }

    fn write(&self, time: BatchTime, parts: Vec<Option<Vec<u8>>>) -> Result<()> {
        let parts: Vec<Vec<u8>> = parts.into_iter().flatten().collect();
        if parts.is_empty() && !self.directories.empty {
            return Ok(());
        }
        directory::write(&self.directories.of(time), &parts)
    }
}
