//! Windows over counts of words, beside the same counts without a window; and how evenly the work
//! of a window falls on its slides.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::pipeline::Pipeline;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::{draw_keys, size, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::timed::{TimedSource, batch_times};

type Program = fn(TimedSource, &Totals) -> Pipeline;

/// The longest window of the programs, in batches: until then it fills.
const FILLING: u64 = 35;

fn window(criterion: &mut Criterion) {
    let corpus = zipf_text(size(1 << 20), size(100_000));
    let source = text(corpus.as_str());
    let mut group = criterion.benchmark_group("window");
    group.throughput(Throughput::Bytes(corpus.len() as u64)).sample_size(10);
    let programs: [(&str, Program); 3] = [
        ("none", programs::word_count),
        ("30 batches every 10", programs::windowed_word_count),
        ("maximum of 30 every batch", programs::windowed_max),
    ];
    for (name, program) in programs {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|rounds| {
                // Whole cycles of ten batches, so that each has its share of slides.
                let cycles = rounds.div_ceil(10) * 10;
                let times =
                    batch_times(1, std::slice::from_ref(&source), (FILLING, cycles), program);
                times.iter().sum::<Duration>() * rounds as u32 / cycles as u32
            });
        });
    }
    group.finish();
    evenness("the same text", std::slice::from_ref(&source));
    let keys = size(100_000);
    let fresh = |draw| text(draw_keys(keys, 1 << 40, draw));
    evenness(&format!("{keys} fresh keys a batch"), &(0..40).map(fresh).collect::<Vec<_>>());
}

/// Prints the longest slide beside the mean one: the batches in which the window is emitted.
fn evenness(name: &str, texts: &[TextSource]) {
    let programs: [(&str, Program, u64); 2] = [
        ("30 batches every 10", programs::windowed_word_count, 10),
        ("maximum of 30 every batch", programs::windowed_max, 1),
    ];
    for (window, program, slide) in programs {
        let times = batch_times(1, texts, (FILLING, 100), program);
        // Batches are counted from one, and the first `FILLING` are left out.
        let is_slide = |at: usize| (at as u64 + FILLING + 1).is_multiple_of(slide);
        let slides = times.into_iter().enumerate().filter(|(at, _)| is_slide(*at));
        let mut slides: Vec<_> = slides.map(|(_, time)| time).collect();
        slides.sort_unstable();
        let mean = slides.iter().sum::<Duration>() / slides.len().max(1) as u32;
        let (median, longest) = (slides[slides.len() / 2], slides[slides.len() - 1]);
        let ratio = longest.as_secs_f64() / mean.as_secs_f64();
        println!(
            "{name}, {window}: {} slides, mean {mean:?}, median {median:?}, longest {longest:?}, \
             {ratio:.2} times the mean",
            slides.len()
        );
    }
}

criterion_group!(benches, window);
criterion_main!(benches);
