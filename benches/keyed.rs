//! Counts words: the fused program, the best loop that we found by hand, and the loop that people
//! usually write.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use hashbrown::HashMap;
use streamdsl::prelude::*;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::{distinct_keys, size, zipf_text};
use streamdsl_benches::programs;
use streamdsl_benches::reference::count::WordCounter;
use streamdsl_benches::reference::scatter::ScatterCounter;
use streamdsl_benches::reference::table::Table;
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::timed::batch_times;

/// A text, and the largest possible number of different words in it.
struct Corpus {
    name: &'static str,
    text: String,
    distinct: usize,
}

/// The loop that a good Rust programmer writes: borrowed words in a fast hash map.
fn by_hand(text: &str) -> HashMap<&str, u64> {
    let mut counts = HashMap::new();
    for line in text.lines() {
        for word in line.split_ascii_whitespace() {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    counts
}

/// Checks that all three agree on every count.
fn check(corpus: &Corpus, padded: &PaddedText, source: &TextSource) {
    let expected = by_hand(&corpus.text);
    for threads in [1, 2] {
        let mut counter = WordCounter::new(corpus.distinct, threads);
        let tables = counter.count(padded);
        let counts = tables.iter().flat_map(Table::counts);
        let mut left = expected.len();
        for (word, count) in counts {
            let word = std::str::from_utf8(&word).ok();
            assert_eq!(word.and_then(|word| expected.get(word)), Some(&count), "{word:?}");
            left -= 1;
        }
        assert_eq!(left, 0, "words are missing");
        let mut counter = ScatterCounter::new(corpus.distinct, threads);
        let total: u64 = counter.count(padded).iter().map(Table::total).sum();
        assert_eq!(total, expected.values().sum::<u64>());
        for (word, count) in counter.count(padded).iter().flat_map(Table::counts) {
            let word = std::str::from_utf8(&word).ok();
            assert_eq!(word.and_then(|word| expected.get(word)), Some(&count), "{word:?}");
        }
        let counts = Collected::new();
        let job = stream! {
            from(source.clone()) |> flat_map(split) |> reduce_by_key(+) |> collect(&counts)
        };
        assert!(streamdsl::testing::run_on(threads, job).is_ok());
        let counts = counts.records();
        assert_eq!(counts.len(), expected.len());
        for (word, count) in &counts {
            assert_eq!(expected.get(word.as_str()), Some(count), "{word}");
        }
    }
}

fn bench(group: &mut BenchmarkGroup<'_, WallTime>, corpus: &Corpus) {
    let padded = PaddedText::new(&corpus.text);
    let source = text(corpus.text.as_str());
    check(corpus, &padded, &source);
    group.throughput(Throughput::Bytes(corpus.text.len() as u64)).sample_size(10);
    for threads in [1, 2] {
        let mut counter = WordCounter::new(corpus.distinct, threads);
        group.bench_function(format!("{}/reference/{threads}", corpus.name), |bencher| {
            bencher.iter(|| {
                let tables = counter.count(black_box(&padded));
                let totals = tables.iter().map(|table| (table.total(), table.len()));
                black_box(totals.collect::<Vec<_>>())
            });
        });
        group.bench_function(format!("{}/stream/{threads}", corpus.name), |bencher| {
            bencher.iter_custom(|rounds| batches(&source, threads, rounds));
        });
    }
}

/// The time of `rounds` batches in a running job, after some warm-up batches.
fn batches(source: &TextSource, workers: usize, rounds: u64) -> Duration {
    batch_times(workers, std::slice::from_ref(source), (4, rounds), programs::word_count)
        .iter()
        .sum()
}

fn keyed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keyed");
    let distinct = size(100_000);
    bench(
        &mut group,
        &Corpus { name: "zipf", text: zipf_text(size(64 << 20), distinct), distinct },
    );
    let distinct = size(7_000_000);
    let text = distinct_keys(size(12_000_000), size(10_000_000));
    bench(&mut group, &Corpus { name: "distinct", text, distinct });
    let text = zipf_text(size(64 << 20), size(100_000));
    group.bench_function("zipf/by hand, hashbrown", |bencher| {
        bencher.iter(|| black_box(by_hand(black_box(&text))).len());
    });
    group.finish();
}

criterion_group!(benches, keyed);
criterion_main!(benches);
