//! Shared by the outputs that write files: one directory per batch.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::memory::{Memory, Usage};
use crate::base::system::local_path;
use crate::base::time::BatchTime;
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::outputs::files::claim::Claim;
use crate::outputs::files::{Encoded, Part, directory, put_together};
use crate::stages::order::{Runs, Section, in_order};

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

/// The part of an output that writes files which does not depend on their format.
#[derive(Debug)]
pub(crate) struct Saving<P> {
    op: OperatorId,
    directories: Directories,
    /// The first reason why a record of this batch cannot be saved.
    problem: Option<String>,
    /// A file without records.
    empty: P,
    /// The file of each lane, and where runs of records begin in it.
    lanes: Vec<(Runs, P)>,
    /// The lock on the directories, if this worker writes them.
    _claim: Option<Claim>,
}

impl<P: Part> Saving<P> {
    /// Claims the directories. `empty` is a file without records.
    ///
    /// # Errors
    /// If another output of the program, or another job, writes to the same directories: the two
    /// would overwrite each other's batches.
    pub(crate) fn new(
        worker: &mut Worker,
        op: OperatorId,
        directories: &Directories,
        empty: P,
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
        let directories = directories.clone();
        Ok(Self { op, directories, problem: None, empty, lanes: Vec::new(), _claim: claim })
    }

    /// Begins a run of records.
    pub(crate) fn begin_run(&mut self, place: Place) {
        while self.lanes.len() <= place.lane() {
            self.lanes.push((Runs::default(), self.empty.clone()));
        }
        let (runs, part) = &mut self.lanes[place.lane()];
        runs.begin(place, part.cut());
    }

    /// Returns the feed for records.
    pub(crate) fn feed(&mut self) -> SavingFeed<'_, P> {
        SavingFeed { problem: &mut self.problem, lanes: &mut self.lanes, lane: 0 }
    }

    /// Returns how much memory the encoded records take.
    pub(crate) fn kept(&self) -> Memory {
        let files = self.lanes.iter().map(|(runs, part)| runs.usage() + part.usage());
        files.sum::<Usage>().filling()
    }

    /// Writes the files of all workers, put together in the order of the stream.
    pub(crate) fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        let lanes = std::mem::take(&mut self.lanes).into_iter();
        let lanes: Vec<_> = lanes.map(|(runs, part)| (runs, part.encoded())).collect();
        let mine = self.problem.take().map_or(Ok(lanes), Err);
        let Some(workers) = worker.gather(mine)? else { return Ok(()) };
        let workers: Result<Vec<_>, String> = workers.into_iter().collect();
        let workers = workers.map_err(|message| worker.output_error(self.op, batch, message))?;
        self.write(batch.time(), &in_order_of_stream(workers)).map_err(|error| {
            worker.output_error(self.op, batch, error.to_string()).caused_by(error)
        })
    }

    fn write(&self, time: BatchTime, parts: &[Vec<u8>]) -> Result<()> {
        if parts.is_empty() && !self.directories.empty {
            return Ok(());
        }
        directory::write(&self.directories.of(time), parts)
    }
}

/// Puts the files of all workers together, in about as many files as workers have records.
fn in_order_of_stream(workers: Vec<Vec<(Runs, Encoded)>>) -> Vec<Vec<u8>> {
    let has_records = |lanes: &&Vec<(Runs, Encoded)>| lanes.iter().any(|(_, file)| file.len() > 0);
    let files = workers.iter().filter(has_records).count();
    let (mut runs, mut lanes) = (Vec::new(), Vec::new());
    for (of_lane, encoded) in workers.into_iter().flatten() {
        let (part, head) = (lanes.len(), encoded.head);
        runs.extend(of_lane.ranges(encoded.file.len()).map(|(place, bytes)| {
            (place, Section { part, records: bytes.start.max(head)..bytes.end })
        }));
        lanes.push(encoded);
    }
    let sections = in_order(runs).into_iter();
    let pieces: Vec<_> = sections.map(|section| (section.part, section.records)).collect();
    put_together(lanes, &pieces, files)
}

/// Encodes records for files.
#[derive(Debug)]
pub struct SavingFeed<'s, P> {
    problem: &'s mut Option<String>,
    lanes: &'s mut [(Runs, P)],
    lane: usize,
}

impl<P: Part> SavingFeed<'_, P> {
    /// Chooses the lane of the next records. A run of the lane must have begun.
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.lane = lane;
        self
    }

    /// Saves a record, unless an earlier one could not be saved.
    #[inline]
    pub(crate) fn record(&mut self, save: impl FnOnce(&mut P) -> Result<(), String>) {
        if self.problem.is_none() {
            *self.problem = save(&mut self.lanes[self.lane].1).err();
        }
    }
}
