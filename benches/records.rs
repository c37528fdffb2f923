//! Programs over lines with fields: operators without state, borrowed structs, derived keys. Each
//! is compared with the best loop that we found, and with the loop that people usually write.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::pipeline::Pipeline;
use streamdsl::source::text;
use streamdsl_benches::corpus::{orders, size};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::reference::{self, chain, spent};
use streamdsl_benches::timed::{self, TimedSource, batch_times};

type Program = fn(TimedSource, &Totals) -> Pipeline;
type ByHand = fn(&str) -> (u64, u64);

type Row = (&'static str, Program, ByHand, fn() -> reference::Program);

const ROWS: [Row; 3] = [
    ("chain of ten", programs::chain, programs::chain_by_hand, chain::chain),
    ("integer key", programs::spent_by_customer, programs::spent_by_customer_by_hand, || {
        spent::by_customer(size(10_000))
    }),
    ("struct key", programs::spent_by_purchase, programs::spent_by_purchase_by_hand, || {
        spent::by_purchase(size(2_000_000))
    }),
];

fn records(criterion: &mut Criterion) {
    let lines = size(2_000_000);
    let corpus = orders(lines);
    let (padded, source) = (PaddedText::new(&corpus), text(corpus.as_str()));
    let mut group = criterion.benchmark_group("records");
    group.throughput(Throughput::Elements(lines as u64)).sample_size(10);
    for (name, program, by_hand, reference) in ROWS {
        let mut reference = reference();
        assert_eq!(timed::run(2, &source, program), by_hand(&corpus), "{name}");
        assert_eq!(reference(padded.whole()), Some(by_hand(&corpus)), "{name}");
        group.bench_function(format!("{name}/reference"), |bencher| {
            bencher.iter(|| reference(black_box(padded.whole())));
        });
        group.bench_function(format!("{name}/by hand"), |bencher| {
            bencher.iter(|| by_hand(black_box(&corpus)));
        });
        group.bench_function(format!("{name}/stream"), |bencher| {
            bencher.iter_custom(|rounds| {
                batch_times(1, std::slice::from_ref(&source), (2, rounds), program)
                    .iter()
                    .sum::<Duration>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, records);
criterion_main!(benches);
