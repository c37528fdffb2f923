//! The Nexmark queries 0 to 8 over events in memory, per event of any kind.
//!
//! Query 0 only reads and passes on. It is not the cheapest, because its rows have the most text.
//! Every row goes into a checksum, which is compared once with that of the slow reference. A round
//! is a whole job over 40 seconds of event time with 10 000 events each: 400 000 events, 16
//! complete windows of query 5, and four of queries 7 and 8.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::pipeline::Pipeline;
use streamdsl::prelude::Accumulator;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::size;
use streamdsl_nexmark::generator::Generator;
use streamdsl_nexmark::model::Event;
use streamdsl_nexmark::output::Checksum;
use streamdsl_nexmark::queries::{self, NAMES};
use streamdsl_nexmark::reference;
use streamdsl_nexmark::source::{BATCH_MS, by_event_time};

const SECONDS: u64 = 40;

fn nexmark(criterion: &mut Criterion) {
    let rate = size(10_000) as u64;
    let generator = Generator::new(rate);
    let batches: Vec<String> = (0..SECONDS).map(|index| generator.batch(index)).collect();
    let texts: Vec<TextSource> = batches.iter().map(|batch| text(batch.as_str())).collect();
    let mut group = criterion.benchmark_group("nexmark");
    group.throughput(Throughput::Elements(rate * SECONDS)).sample_size(10);
    group.bench_function("generate", |bencher| {
        bencher.iter(|| (0..SECONDS).map(|index| generator.batch(index).len()).sum::<usize>());
    });
    let events: Vec<_> =
        batches.iter().flat_map(|batch| batch.lines()).filter_map(Event::parse).collect();
    for name in NAMES {
        let expected = Checksum::default();
        reference::by_name(name, &events, SECONDS * BATCH_MS, &expected);
        let sum = Accumulator::counter("checksum");
        run(1, job(name, &texts, &sum));
        assert_eq!(sum.value(), expected.value(), "{name}");
        for workers in [1, 2] {
            group.bench_function(format!("{name}/{workers}"), |bencher| {
                bencher.iter_batched(
                    || job(name, &texts, &Accumulator::counter("checksum")),
                    |job| run(workers, job),
                    BatchSize::PerIteration,
                );
            });
        }
    }
    group.finish();
}

fn job(name: &str, texts: &[TextSource], sum: &Accumulator<u64>) -> Option<Pipeline> {
    queries::by_name(name, by_event_time(texts.to_vec()), sum.clone())
}

fn run(workers: usize, job: Option<Pipeline>) {
    let done = job.map(|job| streamdsl::testing::run_on(workers, job));
    assert!(matches!(done, Some(Ok(()))), "{done:?}");
}

criterion_group!(benches, nexmark);
criterion_main!(benches);
