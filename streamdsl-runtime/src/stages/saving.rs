//! Shared by the outputs that write files: one directory per batch.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::system::local_path;
use crate::base::time::BatchTime;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
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
        Self { prefix: local_path(prefix.into()).into(), suffix: String::new(), empty: false }
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
}

impl Saving {
    /// Claims the directories.
    ///
    /// # Errors
    /// If another output of the program writes to the same directories: the two would overwrite
    /// each other's batches.
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
        Ok(Self { op, directories: directories.clone(), problem: None })
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
