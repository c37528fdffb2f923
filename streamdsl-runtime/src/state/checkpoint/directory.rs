//! The files of a checkpoint directory.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::state::Snapshot;
use crate::state::checkpoint::format;

/// How many checkpoints are kept: the newest, and one to fall back to should it be damaged.
const KEPT: usize = 2;

const PREFIX: &str = "checkpoint-";

/// A directory of checkpoints, each in a file named for the number of batches behind it.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
}

impl Directory {
    pub(crate) fn new(path: &Path) -> Self {
        Directory { path: path.to_owned() }
    }

    /// Makes the directory, and keeps other jobs away from it as long as the result lives.
    ///
    /// # Errors
    ///
    /// If it cannot be made or written to, or another job has it.
    pub(crate) fn claim(&self) -> Result<Claim> {
        let refuse = |error: io::Error| Error::write(&self.path, error);
        fs::create_dir_all(&self.path).map_err(refuse)?;
        let lock = File::create(self.path.join("lock")).map_err(refuse)?;
        #[cfg(unix)]
        if rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err() {
            let message =
                "another job has this checkpoint directory; each job needs one of its own";
            return Err(Error::write(&self.path, message));
        }
        Ok(Claim { _lock: lock })
    }

    /// The checkpoints, oldest first.
    pub(crate) fn checkpoints(&self) -> Result<Vec<PathBuf>> {
        let refuse = |error: io::Error| Error::read(&self.path, error);
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(refuse(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(refuse)?.path();
            let number = path.file_name().and_then(|name| name.to_str()?.strip_prefix(PREFIX));
            if let Some(Ok(number)) = number.map(str::parse::<u64>) {
                found.push((number, path));
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, path)| path).collect())
    }

    /// The newest checkpoint that can be read, and what is wrong with those that are newer.
    ///
    /// # Errors
    ///
    /// If there are checkpoints and none can be read.
    pub(crate) fn latest(&self) -> Result<(Option<Snapshot>, Vec<Error>)> {
        let mut damaged = Vec::new();
        for path in self.checkpoints()?.iter().rev() {
            let content = fs::read(path).map_err(|error| error.to_string());
            match content.and_then(|content| format::decode(&content)) {
                Ok(snapshot) => return Ok((Some(snapshot), damaged)),
                Err(problem) => damaged.push(Error::read(path, problem)),
            }
        }
        if damaged.is_empty() { Ok((None, damaged)) } else { Err(damaged.swap_remove(0)) }
    }

    /// Writes a checkpoint, which appears complete or not at all, and removes the oldest ones.
    pub(super) fn write(&self, snapshot: &Snapshot) -> Result<()> {
        let path = self.path.join(format!("{PREFIX}{:020}", snapshot.batches()));
        let temporary = path.with_extension("tmp");
        let written = replace(&temporary, &path, &format::encode(snapshot));
        if let Err(error) = written {
            // What is there of it only takes up room.
            let _ = fs::remove_file(&temporary);
            return Err(Error::write(&path, error));
        }
        let all = self.checkpoints()?;
        for old in &all[..all.len().saturating_sub(KEPT)] {
            fs::remove_file(old).map_err(|error| Error::write(old, error))?;
        }
        Ok(())
    }
}

fn replace(temporary: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(temporary, path)?;
    // The name must last too.
    path.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
}

/// Keeps a directory for one job.
#[derive(Debug)]
pub(crate) struct Claim {
    _lock: File,
}
