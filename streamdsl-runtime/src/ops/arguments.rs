//! Types the values that a program gives to its sinks.
//!
//! Each function is called where the macro stands, so that a wrong value is an
//! error at that value.

use std::sync::{Mutex, PoisonError};

use super::save::Directories;
use crate::files::HadoopFormat;
use crate::sink::Collected;

/// A value that one worker takes.
#[derive(Debug)]
pub struct Once<T>(Mutex<Option<T>>);

impl<T> Once<T> {
    pub(super) fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How many records `pprint` shows.
pub fn pprint(n: Option<usize>) -> usize {
    n.unwrap_or(10)
}

/// Where the directories are written: prefix, suffix, and whether empty batches get one.
pub fn save_as_text_files(
    prefix: impl Into<String>,
    suffix: Option<&str>,
    empty: Option<bool>,
) -> Directories {
    Directories::new(prefix.into(), suffix, empty)
}

/// As for text files.
pub fn save_as_object_files(
    prefix: impl Into<String>,
    suffix: Option<&str>,
    empty: Option<bool>,
) -> Directories {
    Directories::new(prefix.into(), suffix, empty)
}

/// As for text files, and the format.
pub fn save_as_hadoop_files(
    prefix: impl Into<String>,
    suffix: Option<&str>,
    format: Option<HadoopFormat>,
    empty: Option<bool>,
) -> (Directories, HadoopFormat) {
    (Directories::new(prefix.into(), suffix, empty), format.unwrap_or_default())
}

/// Where records are collected.
pub fn collect<T>(into: &Collected<T>) -> Collected<T> {
    into.clone()
}

/// The sink to write to.
pub fn to<S>(sink: S) -> Once<S> {
    Once(Mutex::new(Some(sink)))
}
