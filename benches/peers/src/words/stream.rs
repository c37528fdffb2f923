//! streamdsl: one batch of the whole text, from the start of the job to its end.

use streamdsl::prelude::*;

use super::{Counts, Input};

pub(super) fn count(input: &Input, workers: usize) -> Counts {
    let counts = Collected::new();
    let source = input.source.clone();
    let job = stream! {
        from(source)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> map(|(word, count)| {
                let counts = Counts::default().add(word.as_bytes(), count);
                (counts.words, counts.total, counts.checksum)
            })
            |> reduce(|a: (u64, u64, u64), b| (a.0 + b.0, a.1 + b.1, a.2.wrapping_add(b.2)))
            |> collect(&counts)
    };
    streamdsl::testing::run_on(workers, job).expect("a good end");
    let (words, total, checksum) = counts.records().first().copied().unwrap_or_default();
    Counts { words, total, checksum }
}
