//! State of keys that outlives the batch, beside a hash map that does.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hashbrown::HashMap;
use streamdsl::pipeline::Pipeline;
use streamdsl::source::text;
use streamdsl_benches::corpus::{size, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::timed::{TimedSource, batch_times};

type Program = fn(TimedSource, &Totals) -> Pipeline;

/// Adds the words of one more batch to totals by word; gives the sum over all words.
fn by_hand(text: &str, totals: &mut HashMap<String, u64>) -> u64 {
    for word in text.split_ascii_whitespace() {
        *totals.entry_ref(word).or_default() += 1;
    }
    totals.values().sum()
}

fn state(criterion: &mut Criterion) {
    let corpus = zipf_text(size(8 << 20), size(100_000));
    let source = text(corpus.as_str());
    let mut group = criterion.benchmark_group("state");
    group.throughput(Throughput::Bytes(corpus.len() as u64)).sample_size(10);
    let mut totals = HashMap::new();
    group.bench_function("by hand, hashbrown", |bencher| {
        bencher.iter(|| by_hand(black_box(&corpus), &mut totals));
    });
    let programs: [(&str, Program); 2] = [
        ("update_state_by_key", programs::running_totals),
        ("map_with_state", programs::state_per_record),
    ];
    for (name, program) in programs {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|rounds| {
                batch_times(1, std::slice::from_ref(&source), (2, rounds), program)
                    .iter()
                    .sum::<Duration>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, state);
criterion_main!(benches);
