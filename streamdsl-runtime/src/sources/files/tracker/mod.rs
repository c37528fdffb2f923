//! Keeps track of which files have been read and which are still to read.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::sources::files::scan::{FileKey, Found, Stamp};

/// How long a file that is gone is remembered. If a file system disappears for a moment, its files
/// must not be read again.
const GONE_FOR: Duration = Duration::from_secs(60);

/// The longest pause before another attempt to read a file.
const LONGEST_PAUSE: Duration = Duration::from_secs(64);

/// Remembers the files of the directories and decides which are read.
///
/// Each scan is one call of [`begin`](FileTracker::begin), one of [`see`](FileTracker::see) for
/// each file, and one of [`end`](FileTracker::end).
pub(super) struct FileTracker {
    /// How long a file must be unchanged, from one scan to another; `None` if it may be read at once.
    settle: Option<Duration>,
    limit: usize,
    files: HashMap<FileKey, Known>,
    /// Unknown files at least as old as this count as read, because read files of that age were
    /// forgotten.
    horizon: Option<SystemTime>,
    purpose: Purpose,
    scan_number: u64,
    chosen: Vec<Chosen>,
    messages: Vec<String>,
}

/// The purpose of a scan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The files found are not to be read.
    Ignore,
    /// The files found are to be read, but not now.
    Find {
        /// The time of the scan.
        now: Duration,
    },
    /// The scan chooses files to read now.
    Choose {
        /// The time of the batch.
        now: Duration,
    },
}

impl Purpose {
    /// The time of the scan, if its files may be read.
    fn time(self) -> Duration {
        match self {
            Purpose::Choose { now } | Purpose::Find { now } => now,
            Purpose::Ignore => Duration::ZERO,
        }
    }
}

/// A file to read now.
pub(super) struct Chosen {
    pub(super) path: PathBuf,
    pub(super) key: FileKey,
    pub(super) stamp: Stamp,
    /// How much of it earlier attempts handed over, in the unit of the format.
    pub(super) done: u64,
}

/// The result of a scan.
pub(super) struct ScanResult {
    /// The files to read, in the order of their paths.
    pub(super) files: Vec<Chosen>,
    /// Messages for the operator of the program.
    pub(super) messages: Vec<String>,
}

/// What happens next with a file that could not be read.
pub(super) struct Failed {
    pub(super) delay: Duration,
    pub(super) is_worth_a_notice: bool,
}

struct Known {
    /// The path where it was first seen, if its key may also belong to another file.
    path: Option<PathBuf>,
    stamp: Stamp,
    /// The time of the scan that saw the file with this stamp first.
    since: Duration,
    state: State,
    /// The number of the last scan that saw the file.
    seen: u64,
    /// The time of the first complete scan that did not find the file, if it is gone.
    gone_since: Option<Duration>,
}

enum State {
    /// The file existed before the job and is not read unless it changes.
    Ignored,
    /// The file is to be read once it is ready.
    Waiting(Box<Waiting>),
    /// The file has been read. `told` says whether a change since then has been reported.
    Read { told: bool },
}

struct Waiting {
    path: PathBuf,
    done: u64,
    attempts: u32,
    /// The earliest time of the next attempt, on the job's clock.
    retry: Duration,
}

impl State {
    fn waiting(path: PathBuf) -> State {
        State::Waiting(Box::new(Waiting { path, done: 0, attempts: 0, retry: Duration::ZERO }))
    }
}

impl FileTracker {
    pub(super) fn new(settle: Option<Duration>, limit: usize) -> Self {
        FileTracker {
            settle,
            limit,
            files: HashMap::new(),
            horizon: None,
            purpose: Purpose::Ignore,
            scan_number: 0,
            chosen: Vec::new(),
            messages: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, purpose: Purpose) {
        self.purpose = purpose;
        self.scan_number += 1;
    }

    pub(super) fn see(&mut self, found: Found) {
        let Found { path, key, stamp } = found;
        let mut entry = match self.files.entry(key.clone()) {
            Entry::Occupied(entry) if entry.get().is_same(&path, stamp) => entry,
            // The file is unknown, or its key belonged to another file before.
            entry => {
                if self.horizon.is_some_and(|horizon| stamp.modified <= horizon) {
                    return;
                }
                let state = match self.purpose {
                    Purpose::Ignore => State::Ignored,
                    Purpose::Find { .. } | Purpose::Choose { .. } => State::waiting(path.clone()),
                };
                // A file seen for the first time cannot have settled.
                let ambiguous = (!key.is_certain()).then(|| path.clone());
                let (seen, since) = (self.scan_number, self.purpose.time());
                let fresh = Known { path: ambiguous, stamp, since, state, seen, gone_since: None };
                let mut entry = entry.insert(fresh);
                if let (None, Purpose::Choose { now }) = (self.settle, self.purpose) {
                    self.chosen.extend(entry.get_mut().choose(path, key, now));
                }
                return;
            }
        };
        let known = entry.get_mut();
        // This is a second name (hard link) of a file already seen in this scan.
        if known.seen == self.scan_number {
            return;
        }
        known.seen = self.scan_number;
        known.gone_since = None;
        let changed = known.stamp != stamp;
        known.stamp = stamp;
        if changed {
            known.since = self.purpose.time();
        }
        if changed && !self.changed(&key, &path) {
            return;
        }
        let settle = self.settle.unwrap_or_default();
        if let (Purpose::Choose { now }, Some(known)) = (self.purpose, self.files.get_mut(&key))
            && now >= known.since.saturating_add(settle)
        {
            self.chosen.extend(known.choose(path, key, now));
        }
    }

    /// Handles a known file that has changed since the last scan. Returns whether it may be read
    /// now.
    fn changed(&mut self, key: &FileKey, path: &Path) -> bool {
        let Some(known) = self.files.get_mut(key) else { return false };
        match &mut known.state {
            State::Ignored => known.state = State::waiting(path.to_owned()),
            // The change may have removed the cause of an earlier error.
            State::Waiting(waiting) => waiting.retry = Duration::ZERO,
            State::Read { told } => {
                if !std::mem::replace(told, true) {
                    self.messages.push(format!(
                        "{} changed after it was read; the changes are not read. Write files in \
                         another directory or under a name that begins with `.`, and rename \
                         them when they are complete",
                        path.display()
                    ));
                }
            }
        }
        self.settle.is_none()
    }

    /// Ends a scan. If the scan was `complete`, files that were not seen are gone.
    pub(super) fn end(&mut self, now: Duration, complete: bool) -> ScanResult {
        if complete {
            self.miss(now);
        }
        self.keep_to_the_limit();
        let mut files = std::mem::take(&mut self.chosen);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        ScanResult { files, messages: std::mem::take(&mut self.messages) }
    }

    /// Marks files as gone, and forgets those that have been gone for [`GONE_FOR`].
    fn miss(&mut self, now: Duration) {
        let (scan_number, messages) = (self.scan_number, &mut self.messages);
        self.files.retain(|_, known| {
            if known.seen == scan_number {
                return true;
            }
            match (known.gone_since, &known.state) {
                (Some(since), _) => now < since + GONE_FOR,
                (None, state) => {
                    if let State::Waiting(waiting) = state {
                        let path = waiting.path.display();
                        messages.push(format!("{path} vanished before it could be read"));
                    }
                    known.gone_since = Some(now);
                    true
                }
            }
        });
    }

    /// Forgets the oldest files if there are more than the limit.
    fn keep_to_the_limit(&mut self) {
        if self.files.len() <= self.limit {
            return;
        }
        let is_settled = |known: &Known| !matches!(known.state, State::Waiting(_));
        let settled = self.files.values().filter(|known| is_settled(known));
        let mut times: Vec<SystemTime> = settled.map(|known| known.stamp.modified).collect();
        // This forgets a tenth more than necessary, so that it rarely runs.
        let most = self.limit - self.limit / 10;
        let excess = (self.files.len() - most).min(times.len());
        let Some(last) = excess.checked_sub(1) else { return };
        let (_, oldest, _) = times.select_nth_unstable(last);
        let horizon = self.horizon.map_or(*oldest, |horizon| horizon.max(*oldest));
        self.files.retain(|_, known| !is_settled(known) || known.stamp.modified > horizon);
        if self.horizon.replace(horizon).is_none() {
            self.messages.push(format!(
                "there are more than {} files, so the {excess} oldest of those read are forgotten; \
                 from now on, new files that are not newer than these count as read. Move files \
                 away after they are read, or raise the limit with `remember`",
                self.limit
            ));
        }
    }

    /// Records that a chosen file was read to its end.
    pub(super) fn read(&mut self, key: &FileKey) {
        if let Some(known) = self.files.get_mut(key) {
            known.state = State::Read { told: false };
        }
    }

    /// Records that a chosen file no longer exists. If it was renamed, a later scan finds it and it
    /// is read.
    pub(super) fn vanished(&mut self, key: &FileKey, done: u64) {
        if let Some(known) = self.files.get_mut(key) {
            known.gone_since = Some(Duration::ZERO);
            if let State::Waiting(waiting) = &mut known.state {
                waiting.done = done;
            }
        }
    }

    /// Records that a chosen file could not be read, or only up to `done`.
    pub(super) fn failed(&mut self, key: &FileKey, done: u64, now: Duration) -> Failed {
        let Some(Known { state: State::Waiting(waiting), .. }) = self.files.get_mut(key) else {
            return Failed { delay: Duration::ZERO, is_worth_a_notice: true };
        };
        // The attempt made progress, so the pauses start again.
        if done > waiting.done {
            waiting.attempts = 0;
        }
        let pause = Duration::from_secs(1 << waiting.attempts.min(6)).min(LONGEST_PAUSE);
        waiting.attempts = waiting.attempts.saturating_add(1);
        waiting.done = done;
        waiting.retry = now + pause;
        Failed { delay: pause, is_worth_a_notice: waiting.attempts.is_power_of_two() }
    }
}

impl Known {
    /// Whether a file with the same key is the known file. Where the key is not certain, a file
    /// that has changed and was also moved or gone is another file.
    fn is_same(&self, path: &Path, stamp: Stamp) -> bool {
        let Some(before) = &self.path else { return true };
        self.stamp == stamp || (self.gone_since.is_none() && before == path)
    }

    /// Chooses this file if it waits to be read and is unchanged. An empty file waits until it has
    /// content.
    fn choose(&mut self, path: PathBuf, key: FileKey, now: Duration) -> Option<Chosen> {
        let State::Waiting(waiting) = &mut self.state else { return None };
        waiting.path.clone_from(&path);
        if now < waiting.retry || self.stamp.size == 0 {
            return None;
        }
        Some(Chosen { path, key, stamp: self.stamp, done: waiting.done })
    }
}
