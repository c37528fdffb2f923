//! Moves keyed records to the workers that own their keys: with keys that repeat often, and with
//! keys that rarely repeat. The references do the same by hand, in each of the two ways.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::source::text;
use streamdsl_benches::corpus::{distinct_keys, size};
use streamdsl_benches::programs;
use streamdsl_benches::reference::count::WordCounter;
use streamdsl_benches::reference::scatter::ScatterCounter;
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::timed::{self, batch_times};

const WORKERS: usize = 2;

fn exchange(criterion: &mut Criterion) {
    let records = size(6_000_000);
    let mut group = criterion.benchmark_group("exchange");
    group.throughput(Throughput::Elements(records as u64)).sample_size(10);
    for per_key in [1, 3, 10, 100] {
        let corpus = distinct_keys(records, records / per_key);
        let (padded, source) = (PaddedText::new(&corpus), text(corpus.as_str()));
        let mut merging = WordCounter::new(records / per_key, WORKERS);
        let mut scattering = ScatterCounter::new(records / per_key, WORKERS);
        let tables = merging.count(&padded).iter();
        let totals = tables.fold((0, 0), |(keys, records), table| {
            (keys + table.len() as u64, records + table.total())
        });
        assert_eq!(timed::run(WORKERS, &source, programs::word_count), totals);
        let name = |way| format!("{per_key} a key/{way}");
        group.bench_function(name("merging by hand"), |bencher| {
            bencher.iter(|| merging.count(black_box(&padded)).len());
        });
        group.bench_function(name("scattering by hand"), |bencher| {
            bencher.iter(|| scattering.count(black_box(&padded)).len());
        });
        group.bench_function(name("stream"), |bencher| {
            bencher.iter_custom(|rounds| {
                let source = std::slice::from_ref(&source);
                batch_times(WORKERS, source, (2, rounds), programs::word_count)
                    .iter()
                    .sum::<Duration>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, exchange);
criterion_main!(benches);
