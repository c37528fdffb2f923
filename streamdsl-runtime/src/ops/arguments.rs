//! Types the values that a program gives to its sinks.
//!
//! Each function is called where the macro stands, so that a wrong value is an
//! error at that value.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::sink::Collected;

/// A value that one worker takes.
#[derive(Debug)]
pub struct Once<T>(Mutex<Option<T>>);

impl<T> Once<T> {
    pub(super) fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A value that could have been left out.
pub fn given<T>(value: T) -> Option<T> {
    Some(value)
}

/// How many records `pprint` shows.
pub fn pprint(n: Option<usize>) -> usize {
    n.unwrap_or(10)
}

/// The prefix and the suffix of the directories that are written.
pub fn save_as_text_files(
    prefix: impl Into<String>,
    suffix: Option<&str>,
) -> (String, Option<String>) {
    (prefix.into(), suffix.map(Into::into))
}

/// Where records are collected.
pub fn collect<T>(into: &Collected<T>) -> Collected<T> {
    into.clone()
}

/// The sink to write to.
pub fn to<S>(sink: S) -> Once<S> {
    Once(Mutex::new(Some(sink)))
}

/// Over how many workers records are dealt.
pub fn repartition(n: Option<usize>) -> Option<usize> {
    n
}

/// After how long without records a key is forgotten.
pub fn map_with_state(timeout: Option<Duration>) -> Option<Duration> {
    timeout
}
