//! renoir, as its examples count words: lines are strings of their own, as from a file.

use std::collections::HashMap;

use renoir::Stream;
use renoir::operator::Operator;
use renoir::prelude::*;

use super::{Counts, Input, pieces};

/// A map for each worker, merged at the end: its `wordcount_opt`.
pub(super) fn fold_assoc(input: &Input, workers: usize) -> Counts {
    let context = context(workers);
    let counts = lines(&context, input.text)
        .map(str::to_owned)
        .batch_mode(BatchMode::fixed(1024))
        .fold_assoc(
            HashMap::<String, u64>::default(),
            |counts, line| {
                for word in line.split_ascii_whitespace() {
                    match counts.get_mut(word) {
                        Some(count) => *count += 1,
                        None => drop(counts.insert(word.to_owned(), 1)),
                    }
                }
            },
            |counts, more| {
                for (word, count) in more {
                    *counts.entry(word).or_default() += count;
                }
            },
        )
        .collect_vec();
    context.execute_blocking();
    Counts::of(counts.get().into_iter().flatten().flatten())
}

/// Words combined on each worker, then sent to the owners of their keys: the faster one of its
/// README.
pub(super) fn group_by_reduce(input: &Input, workers: usize) -> Counts {
    let context = context(workers);
    let counts = lines(&context, input.text)
        .map(str::to_owned)
        .batch_mode(BatchMode::fixed(1024))
        .flat_map(|line| {
            line.split_ascii_whitespace().map(|word| (word.to_owned(), 1_u64)).collect::<Vec<_>>()
        })
        .group_by_reduce(|(word, _)| word.clone(), |(_, count), (_, more)| *count += more)
        .unkey()
        .collect_vec();
    context.execute_blocking();
    Counts::of(counts.get().into_iter().flatten().map(|(word, (_, count))| (word, count)))
}

pub(crate) fn context(workers: usize) -> StreamContext {
    let workers = u64::try_from(workers).expect("a number of workers");
    StreamContext::new(RuntimeConfig::local(workers).expect("a configuration"))
}

/// Lines of the text: each worker reads its part.
pub(crate) fn lines(
    context: &StreamContext,
    text: &'static str,
) -> Stream<impl Operator<Out = &'static str> + use<>> {
    context.stream_par_iter(move |index: u64, peers: u64| {
        pieces(text, peers as usize)[index as usize].lines()
    })
}
