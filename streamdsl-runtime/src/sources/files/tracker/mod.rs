//! Which files have been read, and which are to be.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::sources::files::scan::{FileKey, Found, Stamp};

/// Files that are gone are remembered for so long, in case they only seemed to be gone: a file
/// system that was taken away for a moment must not be read again.
const GONE_FOR: Duration = Duration::from_secs(60);

/// The longest pause before a file that could not be read is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(64);

/// Remembers the files of a directory, and decides what is read.
///
/// Each look at the directory is [`begin`](FileTracker::begin), [`see`](FileTracker::see) for each file, and
/// [`end`](FileTracker::end).
pub(super) struct FileTracker {
    settle: bool,
    limit: usize,
    files: HashMap<FileKey, Known>,
    /// Files as old as this count as read: those of them that were, are forgotten.
    horizon: Option<SystemTime>,
    purpose: Purpose,
    look: u64,
    chosen: Vec<Chosen>,
    messages: Vec<String>,
}

/// What a look is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// What is there is not to be read.
    Ignore,
    /// What is there is to be read, but not now.
    Find,
    /// Files are chosen to be read.
    Choose {
        /// The time of the batch.
        now: Duration,
    },
}

/// A file that is to be read now.
pub(super) struct Chosen {
    pub(super) path: PathBuf,
    pub(super) key: FileKey,
    pub(super) stamp: Stamp,
    /// How much of it has been handed over before.
    pub(super) done: u64,
}

/// What came of a look.
pub(super) struct Looked {
    /// In the order of their paths.
    pub(super) files: Vec<Chosen>,
    /// What the operator of the program should know.
    pub(super) messages: Vec<String>,
}

/// What is done about a file that could not be read.
pub(super) struct Failed {
    pub(super) delay: Duration,
    pub(super) is_worth_a_notice: bool,
}

struct Known {
    /// Where it was first seen, if its key alone does not tell it from others.
    path: Option<PathBuf>,
    stamp: Stamp,
    state: State,
    /// In which look it was seen last, and the time of the last look that did not find it first.
    seen: u64,
    gone_since: Option<Duration>,
}

enum State {
    /// There before the job, and not to be read unless it changes.
    Ignored,
    /// To be read, perhaps.
    Waiting(Box<Waiting>),
    /// Read, and whether a change since then has been told.
    Read { told: bool },
}

struct Waiting {
    path: PathBuf,
    done: u64,
    attempts: u32,
    /// Not to be tried before.
    retry: Duration,
}

impl State {
    fn waiting(path: PathBuf) -> State {
        State::Waiting(Box::new(Waiting { path, done: 0, attempts: 0, retry: Duration::ZERO }))
    }
}

impl FileTracker {
    pub(super) fn new(settle: bool, limit: usize) -> Self {
        FileTracker {
            settle,
            limit,
            files: HashMap::new(),
            horizon: None,
            purpose: Purpose::Find,
            look: 0,
            chosen: Vec::new(),
            messages: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, purpose: Purpose) {
        self.purpose = purpose;
        self.look += 1;
    }

    pub(super) fn see(&mut self, found: Found) {
        let Found { path, key, stamp } = found;
        let mut entry = match self.files.entry(key.clone()) {
            Entry::Occupied(entry) if entry.get().is_same(&path, stamp) => entry,
            // Nothing known of it, or only of another file that had its number before.
            entry => {
                if self.horizon.is_some_and(|horizon| stamp.modified <= horizon) {
                    return;
                }
                let state = match self.purpose {
                    Purpose::Ignore => State::Ignored,
                    Purpose::Find | Purpose::Choose { .. } => State::waiting(path.clone()),
                };
                // Seen just now for the first time, so it cannot have settled.
                let ambiguous = (!key.is_certain()).then(|| path.clone());
                let seen = self.look;
                let fresh = Known { path: ambiguous, stamp, state, seen, gone_since: None };
                let mut entry = entry.insert(fresh);
                if let (false, Purpose::Choose { now }) = (self.settle, self.purpose) {
                    self.chosen.extend(entry.get_mut().choose(path, key, now));
                }
                return;
            }
        };
        let known = entry.get_mut();
        // A second name of the same file.
        if known.seen == self.look {
            return;
        }
        known.seen = self.look;
        known.gone_since = None;
        let changed = known.stamp != stamp;
        known.stamp = stamp;
        if changed && !self.changed(&key, &path) {
            return;
        }
        if let (Purpose::Choose { now }, Some(known)) = (self.purpose, self.files.get_mut(&key)) {
            self.chosen.extend(known.choose(path, key, now));
        }
    }

    /// A known file has changed since the last look; tells whether it may be read now.
    fn changed(&mut self, key: &FileKey, path: &Path) -> bool {
        let Some(known) = self.files.get_mut(key) else { return false };
        match &mut known.state {
            State::Ignored => known.state = State::waiting(path.to_owned()),
            // Whatever was wrong with it may be right now.
            State::Waiting(waiting) => waiting.retry = Duration::ZERO,
            State::Read { told } => {
                if !std::mem::replace(told, true) {
                    self.messages.push(format!(
                        "{} has changed after it was read; what was added or changed is not read. \
                         Write files elsewhere or under a name that begins with `.`, and rename \
                         them when they are complete",
                        path.display()
                    ));
                }
            }
        }
        !self.settle
    }

    /// Ends a look. If it was `complete`, files that were not seen are gone.
    pub(super) fn end(&mut self, now: Duration, complete: bool) -> Looked {
        if complete {
            self.miss(now);
        }
        self.keep_to_the_limit();
        let mut files = std::mem::take(&mut self.chosen);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Looked { files, messages: std::mem::take(&mut self.messages) }
    }

    /// Forgets the files that have been gone for a while.
    fn miss(&mut self, now: Duration) {
        let (look, messages) = (self.look, &mut self.messages);
        self.files.retain(|_, known| {
            if known.seen == look {
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

    /// Forgets the oldest files, if there are too many.
    fn keep_to_the_limit(&mut self) {
        if self.files.len() <= self.limit {
            return;
        }
        let is_settled = |known: &Known| !matches!(known.state, State::Waiting(_));
        let settled = self.files.values().filter(|known| is_settled(known));
        let mut times: Vec<SystemTime> = settled.map(|known| known.stamp.modified).collect();
        // A tenth more than necessary, so that this is rarely done.
        let most = self.limit - self.limit / 10;
        let excess = (self.files.len() - most).min(times.len());
        let Some(last) = excess.checked_sub(1) else { return };
        let (_, oldest, _) = times.select_nth_unstable(last);
        let horizon = self.horizon.map_or(*oldest, |horizon| horizon.max(*oldest));
        self.files.retain(|_, known| !is_settled(known) || known.stamp.modified > horizon);
        if self.horizon.replace(horizon).is_none() {
            self.messages.push(format!(
                "there are more than {} files; from now on, new ones that are older than the oldest \
                 {excess} of those read count as read. Move files away when they have been read, or \
                 raise the limit with `remember`",
                self.limit
            ));
        }
    }

    /// A chosen file has been read to its end.
    pub(super) fn read(&mut self, key: &FileKey) {
        if let Some(known) = self.files.get_mut(key) {
            known.state = State::Read { told: false };
        }
    }

    /// A chosen file is not there any more. It may have been renamed, and is read then.
    pub(super) fn vanished(&mut self, key: &FileKey, done: u64) {
        if let Some(known) = self.files.get_mut(key) {
            known.gone_since = Some(Duration::ZERO);
            if let State::Waiting(waiting) = &mut known.state {
                waiting.done = done;
            }
        }
    }

    /// A chosen file could not be read, or only up to `done`.
    pub(super) fn failed(&mut self, key: &FileKey, done: u64, now: Duration) -> Failed {
        let Some(Known { state: State::Waiting(waiting), .. }) = self.files.get_mut(key) else {
            return Failed { delay: Duration::ZERO, is_worth_a_notice: true };
        };
        // What comes further is not stuck.
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
    /// Whether a file with the same key is the one that was known by it. Where the key does not
    /// tell, a file that has both changed and moved, or been away, is another one.
    fn is_same(&self, path: &Path, stamp: Stamp) -> bool {
        let Some(before) = &self.path else { return true };
        self.stamp == stamp || (self.gone_since.is_none() && before == path)
    }

    /// Chooses a file that is waiting and unchanged. An empty one waits until it has something.
    fn choose(&mut self, path: PathBuf, key: FileKey, now: Duration) -> Option<Chosen> {
        let State::Waiting(waiting) = &mut self.state else { return None };
        waiting.path.clone_from(&path);
        if now < waiting.retry || self.stamp.size == 0 {
            return None;
        }
        Some(Chosen { path, key, stamp: self.stamp, done: waiting.done })
    }
}
