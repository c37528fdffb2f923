//! Windows over counts of words, beside the same counts without a window and the best loops that
//! were found; and how evenly the work of a window falls on its slides.

#![allow(missing_docs, reason = "criterion's macros define undocumented items")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use streamdsl::pipeline::Pipeline;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::{draw_keys, size, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::reference::{self, count, maxima, panes};
use streamdsl_benches::timed::{TimedSource, batch_times, outputs};

type Program = fn(TimedSource, &Totals) -> Pipeline;

/// The longest window of the programs, in batches: until then it fills.
const FILLING: u64 = 35;

type Row = (&'static str, Program, reference::Program);

fn window(criterion: &mut Criterion) {
    let distinct = size(100_000);
    let corpus = zipf_text(size(1 << 20), distinct);
    let (padded, source) = (PaddedText::new(&corpus), text(corpus.as_str()));
    let mut group = criterion.benchmark_group("window");
    group.throughput(Throughput::Bytes(corpus.len() as u64)).sample_size(10);
    let rows: [Row; 3] = [
        ("none", programs::word_count, count::word_count(distinct)),
        (
            "30 batches every 10",
            programs::windowed_word_count,
            panes::windowed_word_count(distinct),
        ),
        ("maximum of 30 every batch", programs::windowed_max, maxima::windowed_max(distinct)),
    ];
    for (name, program, mut reference) in rows {
        let filling = (0..FILLING).filter_map(|_| reference(padded.whole()));
        let expected = outputs(1, std::slice::from_ref(&source), FILLING, program);
        assert_eq!(filling.collect::<Vec<_>>(), expected, "{name}");
        group.bench_function(format!("{name}/reference"), |bencher| {
            bencher.iter_custom(|rounds| {
                in_cycles(rounds, |cycles| {
                    let start = Instant::now();
                    for _ in 0..cycles {
                        black_box(reference(black_box(padded.whole())));
                    }
                    start.elapsed()
                })
            });
        });
        group.bench_function(format!("{name}/stream"), |bencher| {
            bencher.iter_custom(|rounds| {
                in_cycles(rounds, |cycles| {
                    let texts = std::slice::from_ref(&source);
                    batch_times(1, texts, (FILLING, cycles), program).iter().sum()
                })
            });
        });
    }
    group.finish();
    evenness("the same text", std::slice::from_ref(&source));
    let keys = size(100_000);
    let fresh = |draw| text(draw_keys(keys, 1 << 40, draw));
    evenness(&format!("{keys} fresh keys a batch"), &(0..40).map(fresh).collect::<Vec<_>>());
}

/// The time of some batches, measured over whole cycles of ten, so that each has its share of
/// slides.
fn in_cycles(rounds: u64, time: impl FnOnce(u64) -> Duration) -> Duration {
    let cycles = rounds.div_ceil(10) * 10;
    time(cycles) * rounds as u32 / cycles as u32
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
