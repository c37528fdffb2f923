//! The Yahoo streaming benchmark over events in memory, per event of any kind.
//!
//! JSON is read where it lies; its parsing is part of the work. Binary records are copied out of
//! the input by the thread that delivers them, before they are counted. A round is a whole job over
//! 20 seconds of event time: two windows. The input is larger than most caches: 250 MB of JSON, 64 or
//! 128 MB of records.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::pipeline::Pipeline;
use streamdsl::source::{TextSource, memory, text};
use streamdsl_benches::corpus::size;
use streamdsl_nexmark::source::by_event_time;
use streamdsl_yahoo::generator::{Generator, Order};
use streamdsl_yahoo::query::{self, Views};
use streamdsl_yahoo::reference;

const SECONDS: u64 = 20;

fn yahoo(criterion: &mut Criterion) {
    for (order, name) in [(Order::Random, "random"), (Order::RoundRobin, "round robin")] {
        let generator = Generator::new(size(50_000) as u64, order);
        let texts: Vec<TextSource> = batches(|second| text(generator.json(second)));
        measure(criterion, &generator, &format!("json, {name}"), |views| {
            query::json(by_event_time(texts.clone()), views)
        });
        drop(texts);
        binary::<4>(criterion, &generator, &format!("64 bytes, {name}"));
        binary::<12>(criterion, &generator, &format!("128 bytes, {name}"));
    }
}

fn binary<const REST: usize>(criterion: &mut Criterion, generator: &Generator, form: &str) {
    let records = Arc::new(batches(|second| generator.binary::<REST>(second)));
    measure(criterion, generator, form, |views| {
        let records = Arc::clone(&records);
        query::binary(
            memory((0..SECONDS as usize).map(move |second| records[second].clone())),
            views,
        )
    });
}

fn batches<B>(make: impl Fn(u64) -> B) -> Vec<B> {
    (0..SECONDS).map(make).collect()
}

/// Compares the counts with those of the reference once, and measures with one and two workers.
fn measure(
    criterion: &mut Criterion,
    generator: &Generator,
    form: &str,
    program: impl Fn(&Views) -> Pipeline,
) {
    let views = Views::new();
    run(1, program(&views));
    let counted = views.records().into_iter().map(|(_, count)| count).sum::<u64>();
    assert_eq!(counted, reference::views(generator, SECONDS).into_values().sum::<u64>(), "{form}");
    let mut group = criterion.benchmark_group("yahoo");
    let events: u64 = (0..SECONDS).map(|second| generator.drafts(second).count() as u64).sum();
    group.throughput(Throughput::Elements(events)).sample_size(10);
    for workers in [1, 2] {
        group.bench_function(format!("{form}/{workers}"), |bencher| {
            bencher.iter_batched(
                || program(&Views::new()),
                |job| run(workers, job),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn run(workers: usize, job: Pipeline) {
    let done = streamdsl::testing::run_on(workers, job);
    assert!(done.is_ok(), "{done:?}");
}

criterion_group!(benches, yahoo);
criterion_main!(benches);
