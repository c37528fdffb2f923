//! Types the values that a program gives to its operators and sinks.
//!
//! Each function is called where the macro stands, with the values that must be
//! given; each value that may be left out is handed to a method of what the
//! function returns. So a wrong value is an error at that value.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::outputs::files::HadoopFormat;
use crate::outputs::sink::Collected;
pub use crate::stages::saving::Directories;

/// A value that one worker takes.
#[derive(Debug)]
pub struct Once<T>(Mutex<Option<T>>);

impl<T> Once<T> {
    pub(super) fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How many of something there are at most.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub(super) usize);

impl Limit {
    /// This many.
    pub fn with_n(self, n: usize) -> Self {
        Self(n)
    }
}

/// After how long without records a key is forgotten.
#[derive(Clone, Copy, Debug)]
pub struct Timeout(pub(super) Option<Duration>);

impl Timeout {
    /// After this time.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self(Some(timeout))
    }
}

/// The directories and the format of files for Hadoop.
#[derive(Clone, Debug)]
pub struct HadoopFiles {
    pub(super) directories: Directories,
    pub(super) format: HadoopFormat,
}

impl HadoopFiles {
    /// What the names of the directories end with.
    pub fn with_suffix(self, suffix: &str) -> Self {
        Self { directories: self.directories.with_suffix(suffix), ..self }
    }

    /// The format of the files.
    pub fn with_format(self, format: HadoopFormat) -> Self {
        Self { format, ..self }
    }

    /// Whether a batch without records gets a directory too.
    pub fn with_empty(self, empty: bool) -> Self {
        Self { directories: self.directories.with_empty(empty), ..self }
    }
}

/// `pprint` shows ten records.
pub fn pprint() -> Limit {
    Limit(10)
}

/// `repartition` deals records out to all workers.
pub fn repartition() -> Limit {
    Limit(usize::MAX)
}

/// `map_with_state` never forgets a key.
pub fn map_with_state() -> Timeout {
    Timeout(None)
}

/// What the names of the directories begin with.
pub fn save_as_text_files(prefix: impl Into<String>) -> Directories {
    Directories::new(prefix.into())
}

/// What the names of the directories begin with.
pub fn save_as_object_files(prefix: impl Into<String>) -> Directories {
    Directories::new(prefix.into())
}

/// What the names of the directories begin with.
pub fn save_as_hadoop_files(prefix: impl Into<String>) -> HadoopFiles {
    let directories = Directories::new(prefix.into());
    HadoopFiles { directories, format: HadoopFormat::default() }
}

/// Where records are collected.
pub fn collect<T>(into: &Collected<T>) -> Collected<T> {
    into.clone()
}

/// How often a window is emitted.
pub fn slide(slide: Duration) -> Option<Duration> {
    Some(slide)
}

/// The sink to write to.
pub fn to<S>(sink: S) -> Once<S> {
    Once(Mutex::new(Some(sink)))
}
