//! The files of a checkpoint directory.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::state::Snapshot;
use crate::state::checkpoint::format;

/// The number of checkpoints that are kept: the newest, and the one before in case the newest is
/// damaged.
const KEPT: usize = 2;

const PREFIX: &str = "checkpoint-";

/// How the name of a file ends while it is written.
const INCOMPLETE: &str = ".tmp";

/// A directory of checkpoints. The name of each file contains the number of batches that the job had
/// processed.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
}

impl Directory {
    pub(crate) fn new(path: &Path) -> Self {
        Directory { path: path.to_owned() }
    }

    /// Creates the directory, and locks it against other jobs until the result is dropped.
    ///
    /// # Errors
    ///
    /// If the directory cannot be created or written to, or if another job has locked it.
    pub(crate) fn claim(&self) -> Result<Claim> {
        let refuse = |error: io::Error| Error::write_failed(&self.path, error);
        if self.path.exists() {
            // Says so if the path names something else than a directory.
            fs::read_dir(&self.path).map_err(refuse)?;
        } else {
            fs::create_dir_all(&self.path).map_err(refuse)?;
        }
        let lock = File::create(self.path.join("lock")).map_err(refuse)?;
        #[cfg(unix)]
        if rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err() {
            let message = "another job uses this checkpoint directory; each job needs its own";
            return Err(Error::write(&self.path, message));
        }
        Ok(Claim { _lock: lock })
    }

    /// Returns the files of the checkpoints, each with the number of batches in its name, the oldest
    /// first.
    pub(crate) fn checkpoints(&self) -> Result<Vec<(u64, PathBuf)>> {
        let mut found: Vec<_> = self
            .files()?
            .into_iter()
            .filter_map(|(name, path)| Some((name.parse().ok()?, path)))
            .collect();
        found.sort_unstable();
        Ok(found)
    }

    /// Removes files that a killed process has not finished. Only the owner of the lock may call this.
    ///
    /// # Errors
    ///
    /// If one of them cannot be removed.
    pub(super) fn remove_incomplete(&self) -> Result<()> {
        for (name, path) in self.files()? {
            if name.ends_with(INCOMPLETE) {
                fs::remove_file(&path).map_err(|error| Error::write_failed(&path, error))?;
            }
        }
        Ok(())
    }

    /// Returns the files whose names begin with [`PREFIX`], each with the rest of its name.
    fn files(&self) -> Result<Vec<(String, PathBuf)>> {
        let refuse = |error: io::Error| Error::read_failed(&self.path, error);
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(refuse(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(refuse)?.path();
            let name = path.file_name().and_then(|name| name.to_str()?.strip_prefix(PREFIX));
            if let Some(name) = name.map(str::to_owned) {
                found.push((name, path));
            }
        }
        Ok(found)
    }

    /// Returns the newest checkpoint that can be read, and for each newer one the error why it cannot
    /// be read. A file whose name does not fit its content counts as damaged.
    ///
    /// # Errors
    ///
    /// If there are checkpoints and none of them can be read.
    pub(crate) fn latest(&self) -> Result<(Option<Snapshot>, Vec<Error>)> {
        let mut damaged = Vec::new();
        for (number, path) in self.checkpoints()?.iter().rev() {
            match read(path, *number) {
                Ok(snapshot) => return Ok((Some(snapshot), damaged)),
                Err(error) => damaged.push(error),
            }
        }
        if damaged.is_empty() { Ok((None, damaged)) } else { Err(damaged.swap_remove(0)) }
    }

    /// Writes a checkpoint, which appears complete or not at all, and removes the oldest checkpoints.
    pub(super) fn write(&self, snapshot: &Snapshot) -> Result<()> {
        let path = self.path.join(format!("{PREFIX}{:020}", snapshot.batches()));
        let temporary = path.with_extension(&INCOMPLETE[1..]);
        let written = replace(&temporary, &path, &format::encode(snapshot));
        if let Err(error) = written {
            // The incomplete file only takes up space.
            let _ = fs::remove_file(&temporary);
            return Err(Error::write_failed(&path, error));
        }
        let mut all = self.checkpoints()?;
        // A file with a number that this job has not reached was not written by it.
        all.retain(|(number, _)| *number <= snapshot.batches());
        for (_, old) in &all[..all.len().saturating_sub(KEPT)] {
            fs::remove_file(old).map_err(|error| Error::write_failed(old, error))?;
        }
        Ok(())
    }
}

/// Reads the checkpoint whose name says that it was saved after `batches` batches.
fn read(path: &Path, batches: u64) -> Result<Snapshot> {
    let content = fs::read(path).map_err(|error| Error::read_failed(path, error))?;
    let snapshot = format::decode(&content).map_err(|problem| Error::read(path, problem))?;
    if snapshot.batches() == batches {
        return Ok(snapshot);
    }
    let saved = snapshot.batches();
    Err(Error::read(path, format!("its name says batch {batches}, but it holds batch {saved}")))
}

fn replace(temporary: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(temporary, path)?;
    // The new name must reach the disk too.
    path.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
}

/// The lock on a directory.
#[derive(Debug)]
pub(crate) struct Claim {
    _lock: File,
}
