//! Types the values that a program gives to its sinks.
//!
//! Each function is called where the macro stands, so that a wrong value is an
//! error at that value. An operator with optional values has one function for
//! each set of them that can be given, because a wrong value inside of an
//! `Option` is a more difficult error.

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

/// How many records `pprint` shows unless that is stated.
pub fn pprint() -> usize {
    10
}

/// How many records `pprint` shows.
pub fn pprint_with_n(n: usize) -> usize {
    n
}

/// The prefix of the directories that are written.
pub fn save_as_text_files(prefix: impl Into<String>) -> (String, Option<String>) {
    (prefix.into(), None)
}

/// The prefix and the suffix of the directories that are written.
pub fn save_as_text_files_with_suffix(
    prefix: impl Into<String>,
    suffix: &str,
) -> (String, Option<String>) {
    (prefix.into(), Some(suffix.to_owned()))
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

/// Over how many workers records are dealt: all of them.
pub fn repartition() -> usize {
    usize::MAX
}

/// Over how many workers records are dealt.
pub fn repartition_with_n(n: usize) -> usize {
    n
}

/// Keys are never forgotten.
pub fn map_with_state() -> Option<Duration> {
    None
}

/// After how long without records a key is forgotten.
pub fn map_with_state_with_timeout(timeout: Duration) -> Option<Duration> {
    Some(timeout)
}
