//! What a batch keeps: text in a reused column, beside text in an arena with a list of references.
//!
//! Columns win or come close, and they can be handed to another worker as they are. So operators keep
//! records in columns, and the arena is for what a program makes before that.
#![allow(missing_docs, reason = "criterion's macros generate items")]

use bumpalo::Bump;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use streamdsl::record::{Column, Record, TextColumn};
use streamdsl_benches::corpus::{long_words, zipf_text};

fn kept_text(criterion: &mut Criterion) {
    for (name, text) in [("words", zipf_text(200_000, 2000)), ("lines", long_words(20_000, 2000))] {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let mut group = criterion.benchmark_group(format!("kept_text/{name}"));
        group.throughput(Throughput::Elements(words.len() as u64));
        group.bench_function("column", |bencher| {
            let mut column = TextColumn::default();
            bencher.iter(|| {
                column.clear();
                for word in black_box(&words) {
                    word.store(&mut column);
                }
                column.iter().map(str::len).sum::<usize>()
            });
        });
        group.bench_function("arena", |bencher| {
            let mut arena = Bump::new();
            bencher.iter(|| {
                arena.reset();
                let mut kept: Vec<&str> = Vec::new();
                for word in black_box(&words) {
                    kept.push(arena.alloc_str(word));
                }
                kept.iter().map(|word| word.len()).sum::<usize>()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, kept_text);
criterion_main!(benches);
