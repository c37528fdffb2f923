//! Finding the words of a text, and nothing more.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::source::text;
use streamdsl_benches::corpus::{size, zipf_text};
use streamdsl_benches::programs;
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::timed::batch_times;

/// The number of words and of their bytes, by the reference.
fn by_reference(text: &PaddedText) -> (usize, usize) {
    let mut found = (0, 0);
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    // SAFETY: the processor has AVX2.
    unsafe { text.whole().for_each_word(|_, length| found = (found.0 + 1, found.1 + length)) };
    found
}

fn by_std(text: &str) -> (usize, usize) {
    text.split_ascii_whitespace().fold((0, 0), |found, word| (found.0 + 1, found.1 + word.len()))
}

fn tokenise(criterion: &mut Criterion) {
    let corpus = zipf_text(size(64 << 20), size(100_000));
    let (padded, source) = (PaddedText::new(&corpus), text(corpus.as_str()));
    assert_eq!(by_reference(&padded), by_std(&corpus));
    let mut group = criterion.benchmark_group("tokenise");
    group.throughput(Throughput::Bytes(corpus.len() as u64)).sample_size(10);
    group.bench_function("std", |bencher| bencher.iter(|| by_std(black_box(&corpus))));
    group.bench_function("reference", |bencher| bencher.iter(|| by_reference(black_box(&padded))));
    group.bench_function("stream", |bencher| {
        bencher.iter_custom(|rounds| {
            let times =
                batch_times(1, std::slice::from_ref(&source), (2, rounds), programs::tokenise);
            times.iter().sum::<Duration>()
        });
    });
    group.finish();
}

criterion_group!(benches, tokenise);
criterion_main!(benches);
