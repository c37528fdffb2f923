//! Counting words of a text in memory: the fused program beside the loop that
//! one would write by hand.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hashbrown::HashMap;
use streamdsl::prelude::*;
use streamdsl_benches::corpus::zipf_text;
use streamdsl_benches::memory::TextInMemory;

const BYTES: usize = 64 << 20;
const DISTINCT: usize = 100_000;

/// The loop of a good Rust programmer: borrowed words in a fast hash map.
fn by_hand(text: &str) -> HashMap<&str, u64> {
    let mut counts = HashMap::new();
    for line in text.lines() {
        for word in line.split_ascii_whitespace() {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    counts
}

/// The same by the macro, on `workers` workers, for `rounds` batches.
fn by_stream(text: &Arc<str>, workers: usize, rounds: u64) -> u64 {
    let total = Collected::new();
    let source = TextInMemory::new(text, rounds);
    let job = stream! {
        from(source)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> map(|(_, count)| count)
            |> reduce(+)
            |> collect(&total)
    };
    let done = streamdsl::testing::run_on(workers, job);
    assert!(done.is_ok(), "{done:?}");
    total.records().iter().sum()
}

fn wordcount(criterion: &mut Criterion) {
    let text: Arc<str> = zipf_text(BYTES, DISTINCT).into();
    let expected: u64 = by_hand(&text).values().sum();
    assert_eq!(by_stream(&text, 1, 2), 2 * expected, "the two must agree");

    let mut group = criterion.benchmark_group("wordcount");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    group.bench_function("by hand, hashbrown", |bencher| {
        bencher.iter(|| black_box(by_hand(black_box(&text))).len());
    });
    for workers in [1, 2] {
        group.bench_function(format!("stream!, {workers} worker(s)"), |bencher| {
            bencher.iter_custom(|rounds| batches(&text, workers, rounds));
        });
    }
    group.finish();
}

/// The time of `rounds` batches in a running job.
fn batches(text: &Arc<str>, workers: usize, rounds: u64) -> Duration {
    let start = Instant::now();
    black_box(by_stream(text, workers, rounds));
    start.elapsed()
}

criterion_group!(benches, wordcount);
criterion_main!(benches);
