//! Outputs: the handle of a batch, calls per record, and files of every format.
#![allow(clippy::unwrap_used, reason = "helpers are part of the tests")]

mod batch;
mod directories;
mod failures;
mod foreach;
mod hadoop;
mod objects;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A new directory, and a prefix in it for outputs.
fn place() -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let prefix = directory.path().join("out").display().to_string();
    (directory, prefix)
}

/// The names in a directory, sorted, including hidden names.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The lines of all parts in the directory of a batch, sorted.
fn lines(directory: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for name in names(directory) {
        if name.starts_with("part-") {
            let text = fs::read_to_string(directory.join(name)).unwrap();
            lines.extend(text.lines().map(str::to_owned));
        }
    }
    lines.sort();
    lines
}
