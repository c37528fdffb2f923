//! rayon: lines in parallel, a map for each piece of work, maps merged in pairs.

use hashbrown::HashMap;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::{Counts, Input};

pub(super) fn count(input: &Input, workers: usize) -> Counts {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build().expect("a thread pool");
    pool.install(|| {
        let counts = input.text.par_lines().fold(HashMap::<&str, u64>::new, |mut counts, line| {
            for word in line.split_ascii_whitespace() {
                *counts.entry(word).or_default() += 1;
            }
            counts
        });
        Counts::of(counts.reduce(HashMap::new, |mut counts, other| {
            for (word, count) in other {
                *counts.entry(word).or_default() += count;
            }
            counts
        }))
    })
}
