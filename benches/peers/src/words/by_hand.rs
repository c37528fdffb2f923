//! Counts without any system.

use std::collections::HashMap;

use streamdsl_benches::reference::count::WordCounter;

use super::{Counts, DISTINCT, Input};

/// The loop that people usually write first.
pub(super) fn naive(input: &Input, _workers: usize) -> Counts {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for line in input.text.lines() {
        for word in line.split_whitespace() {
            *counts.entry(word.to_string()).or_default() += 1;
        }
    }
    Counts::of(counts)
}

/// With the fast hash map, and keys that borrow.
pub(super) fn hashbrown(input: &Input, _workers: usize) -> Counts {
    let mut counts: hashbrown::HashMap<&str, u64> = hashbrown::HashMap::new();
    for word in input.text.split_ascii_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    Counts::of(counts)
}

/// The reference of the benchmarks.
pub(super) fn tuned(input: &Input, workers: usize) -> Counts {
    let mut counter = WordCounter::new(DISTINCT, workers);
    let tables = counter.count(&input.padded);
    Counts::of(tables.iter().flat_map(|table| table.counts()))
}
