//! Programs that read from real servers. Their counts are exact, however the bytes arrive.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod connections;
mod python;
mod several;
mod text;

use std::collections::BTreeMap;

/// The words of some lines and their counts, sorted: the expected result of a program.
fn counts(lines: &[&str]) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for word in lines.iter().flat_map(|line| line.split_ascii_whitespace()) {
        *counts.entry(word.to_owned()).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
