//! State per key that outlives the batch, compared with the best tables that we found and with a
//! hash map.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hashbrown::HashMap;
use streamdsl::pipeline::Pipeline;
use streamdsl::source::text;
use streamdsl_benches::corpus::{size, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::reference::{self, totals};
use streamdsl_benches::timed::{TimedSource, batch_times, outputs};

type Program = fn(TimedSource, &Totals) -> Pipeline;
type Row = (&'static str, Program, reference::Program);

/// Adds the words of one batch to the totals per word. Returns the sum over all words.
fn by_hand(text: &str, totals: &mut HashMap<String, u64>) -> u64 {
    for word in text.split_ascii_whitespace() {
        *totals.entry_ref(word).or_default() += 1;
    }
    totals.values().sum()
}

fn state(criterion: &mut Criterion) {
    let distinct = size(100_000);
    let corpus = zipf_text(size(8 << 20), distinct);
    let (padded, source) = (PaddedText::new(&corpus), text(corpus.as_str()));
    let mut group = criterion.benchmark_group("state");
    group.throughput(Throughput::Bytes(corpus.len() as u64)).sample_size(10);
    let mut totals = HashMap::new();
    group.bench_function("by hand, hashbrown", |bencher| {
        bencher.iter(|| by_hand(black_box(&corpus), &mut totals));
    });
    let rows: [Row; 2] = [
        ("update_state_by_key", programs::running_totals, totals::running_totals(distinct)),
        ("map_with_state", programs::state_per_record, totals::state_per_record(distinct)),
    ];
    for (name, program, mut reference) in rows {
        let texts = std::slice::from_ref(&source);
        let first: Vec<_> = (0..2).filter_map(|_| reference(padded.whole())).collect();
        assert_eq!(first, outputs(1, texts, 2, program), "{name}");
        group.bench_function(format!("{name}/reference"), |bencher| {
            bencher.iter(|| reference(black_box(padded.whole())));
        });
        group.bench_function(format!("{name}/stream"), |bencher| {
            bencher.iter_custom(|rounds| {
                batch_times(1, texts, (2, rounds), program).iter().sum::<Duration>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, state);
criterion_main!(benches);
