//! The files of a checkpoint directory.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::state::Snapshot;
use crate::state::checkpoint::format::{self, Checkpoint};

/// The number of checkpoints that are kept: the newest, and the one before in case the newest is
/// damaged.
const KEPT: usize = 2;

const PREFIX: &str = "checkpoint-";

/// How the name of a file ends while it is written.
const INCOMPLETE: &str = ".tmp";

/// A directory of checkpoints. The name of each file contains the [`Number`] of the checkpoint.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
}

/// The number of a checkpoint. A later one has a greater number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number {
    /// How often a job had begun afresh in the directory.
    pub(crate) generation: u32,
    /// How many batches the stream had.
    batches: u64,
}

impl Number {
    /// Reads the end of a file's name.
    fn parse(name: &str) -> Option<Self> {
        let (generation, batches) = name.split_once('-').unwrap_or(("0", name));
        Some(Self { generation: generation.parse().ok()?, batches: batches.parse().ok()? })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { generation, batches } = self;
        match generation {
            0 => write!(f, "{batches:020}"),
            _ => write!(f, "{generation}-{batches:020}"),
        }
    }
}

/// The newest checkpoint of a directory that can be read.
#[derive(Debug, Default)]
pub(crate) struct Latest {
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) generation: u32,
    /// For each newer checkpoint the error why it cannot be read.
    pub(crate) damaged: Vec<Error>,
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
        Ok(Claim { lock })
    }

    /// Returns the files of the checkpoints with their numbers, the oldest first.
    pub(crate) fn checkpoints(&self) -> Result<Vec<(Number, PathBuf)>> {
        let mut found: Vec<_> = self
            .files()?
            .into_iter()
            .filter_map(|(name, path)| Some((Number::parse(&name)?, path)))
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

    /// Returns the newest checkpoint that can be read. A file whose name does not fit its content
    /// counts as damaged.
    ///
    /// # Errors
    ///
    /// If there are checkpoints and none of them can be read.
    pub(crate) fn latest(&self) -> Result<Latest> {
        let mut damaged = Vec::new();
        for (number, path) in self.checkpoints()?.iter().rev() {
            match read(path, *number) {
                Ok(snapshot) => {
                    let generation = number.generation;
                    return Ok(Latest { snapshot: Some(snapshot), generation, damaged });
                }
                Err(error) => damaged.push(error),
            }
        }
        if damaged.is_empty() { Ok(Latest::default()) } else { Err(damaged.swap_remove(0)) }
    }

    /// Writes a checkpoint, which appears complete or not at all, and removes the oldest checkpoints.
    pub(super) fn write(&self, snapshot: &Snapshot, generation: u32) -> Result<()> {
        let this = Number { generation, batches: snapshot.batches() };
        let path = self.path.join(format!("{PREFIX}{this}"));
        let temporary = path.with_extension(&INCOMPLETE[1..]);
        let written = replace(&temporary, &path, &format::encode(snapshot, generation));
        if let Err(error) = written {
            // The incomplete file only takes up space.
            let _ = fs::remove_file(&temporary);
            return Err(Error::write_failed(&path, error));
        }
        let mut all = self.checkpoints()?;
        // A file with a number that this job has not reached was not written by it.
        all.retain(|(number, _)| *number <= this);
        for (_, old) in &all[..all.len().saturating_sub(KEPT)] {
            fs::remove_file(old).map_err(|error| Error::write_failed(old, error))?;
        }
        Ok(())
    }
}

/// Reads the checkpoint whose name says that it has this number.
fn read(path: &Path, named: Number) -> Result<Snapshot> {
    let content = fs::read(path).map_err(|error| Error::read_failed(path, error))?;
    let Checkpoint { snapshot, generation } =
        format::decode(&content).map_err(|problem| Error::read(path, problem))?;
    let number = Number { generation, batches: snapshot.batches() };
    if number == named {
        return Ok(snapshot);
    }
    let in_words = |number: Number| match number.generation {
        0 => format!("batch {}", number.batches),
        starts => format!("batch {} after fresh start {starts}", number.batches),
    };
    let (named, holds) = (in_words(named), in_words(number));
    Err(Error::read(path, format!("its name says {named}, but it holds {holds}")))
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
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no lock on other systems"))]
    lock: File,
}

#[cfg(unix)]
impl Drop for Claim {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is being started by another thread has a copy
        // of it for a moment. If this fails, the lock ends when that copy is closed.
        let _ = rustix::fs::flock(&self.lock, rustix::fs::FlockOperation::Unlock);
    }
}
