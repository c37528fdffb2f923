//! The pairs that are measured: a program, its reference, and the ratio that it should reach.

use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

use streamdsl::pipeline::Pipeline;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::{distinct_keys, orders, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::reference::count::WordCounter;
use streamdsl_benches::reference::scatter::ScatterCounter;
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::reference::{self, chain, maxima, panes, spent, totals};
use streamdsl_benches::timed::{TimedSource, batch_times};

/// Two programs that do the same work.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) target: &'static str,
    /// The number of records per run.
    pub(crate) records: usize,
    /// The time that each program takes for them.
    pub(crate) reference: Run,
    pub(crate) stream: Run,
}

type Run = Box<dyn FnMut() -> Duration>;
type Program = fn(TimedSource, &Totals) -> Pipeline;
type ByHand = fn(&str) -> (u64, u64);

/// The number of warm-up batches at the start of a job, and of measured batches.
const BATCHES: (u64, u64) = (4, 4);

pub(crate) fn pairs() -> impl Iterator<Item = Pair> {
    let zipf = || counts("zipf", &zipf_text(64 << 20, 100_000), 100_000, ["0.90", "0.85"]);
    let distinct =
        || counts("distinct", &distinct_keys(12_000_000, 10_000_000), 7_000_000, ["0.80", "0.80"]);
    let parts: [Box<dyn FnOnce() -> Vec<Pair>>; 5] = [
        Box::new(zipf),
        Box::new(distinct),
        Box::new(records),
        Box::new(windows),
        Box::new(states),
    ];
    parts.into_iter().flat_map(|part| part())
}

/// Counts words on one worker and on two, and compares two workers with one.
fn counts(name: &str, corpus: &str, distinct: usize, targets: [&'static str; 2]) -> Vec<Pair> {
    let records = corpus.split_ascii_whitespace().count();
    let (padded, source) = (Rc::new(PaddedText::new(corpus)), text(corpus));
    let mut pairs = Vec::new();
    for (workers, target) in [1, 2].into_iter().zip(targets) {
        // Merging is best for words that repeat often, scattering for words that do not.
        let merging = distinct < records / 10;
        let mut merge = merging.then(|| WordCounter::new(distinct, workers));
        let mut scatter = (!merging).then(|| ScatterCounter::new(distinct, workers));
        let padded = Rc::clone(&padded);
        let reference = move || {
            let start = Instant::now();
            let merged = merge.as_mut().map(|counter| counter.count(black_box(&padded)));
            let scattered = scatter.as_mut().map(|counter| counter.count(black_box(&padded)));
            let tables = merged.or(scattered).unwrap_or_default();
            let totals = tables.iter().map(|table| (table.total(), table.len()));
            black_box(totals.collect::<Vec<_>>());
            start.elapsed()
        };
        pairs.push(Pair {
            name: format!("{name}, {workers} worker(s)"),
            target,
            records,
            reference: Box::new(reference),
            stream: stream(workers, &source, programs::word_count),
        });
    }
    pairs.push(Pair {
        name: format!("{name}, one worker beside two"),
        target: "1.60",
        records,
        reference: stream(1, &source, programs::word_count),
        stream: stream(2, &source, programs::word_count),
    });
    pairs
}

/// Lines with fields, compared with the best loops and with loops as people usually write them.
fn records() -> Vec<Pair> {
    const LINES: usize = 2_000_000;
    type Row = (&'static str, &'static str, Program, ByHand, fn() -> reference::Program);
    let corpus: Rc<str> = orders(LINES).into();
    let (padded, source) = (Rc::new(PaddedText::new(&corpus)), text(&*corpus));
    let rows: [Row; 3] = [
        ("chain of ten", "0.97", programs::chain, programs::chain_by_hand, chain::chain),
        (
            "integer key",
            "0.85",
            programs::spent_by_customer,
            programs::spent_by_customer_by_hand,
            || spent::by_customer(10_000),
        ),
        (
            "struct key",
            "0.85",
            programs::spent_by_purchase,
            programs::spent_by_purchase_by_hand,
            || spent::by_purchase(LINES),
        ),
    ];
    let pairs = |(name, target, program, by_hand, reference): Row| {
        let corpus = Rc::clone(&corpus);
        let plain = move || {
            let start = Instant::now();
            black_box(by_hand(black_box(&corpus)));
            start.elapsed()
        };
        let reference = batches_of(reference(), &padded, BATCHES);
        let pair = |name, target, reference| Pair {
            name,
            target,
            records: LINES,
            reference,
            stream: stream(1, &source, program),
        };
        [
            pair(name.to_owned(), target, reference),
            pair(format!("{name}, beside the plain loop"), "", Box::new(plain)),
        ]
    };
    rows.into_iter().flat_map(pairs).collect()
}

/// A program with a window compared with one without, which shows what the window adds to a batch;
/// and windows compared with the best loops.
fn windows() -> Vec<Pair> {
    const DISTINCT: usize = 100_000;
    let corpus = zipf_text(1 << 20, DISTINCT);
    let (padded, source) = (Rc::new(PaddedText::new(&corpus)), text(corpus.as_str()));
    let records = corpus.split_ascii_whitespace().count();
    let times = |program| batches(1, &source, program, (40, 60));
    let best = |program| batches_of(program, &padded, (40, 60));
    let pair = |name: &str, target, reference, program| Pair {
        name: name.into(),
        target,
        records,
        reference,
        stream: times(program),
    };
    vec![
        pair(
            "no window beside 30 batches every 10",
            "0.91",
            times(programs::word_count),
            programs::windowed_word_count,
        ),
        pair(
            "30 batches every 10",
            "",
            best(panes::windowed_word_count(DISTINCT)),
            programs::windowed_word_count,
        ),
        pair(
            "maximum of 30 every batch",
            "",
            best(maxima::windowed_max(DISTINCT)),
            programs::windowed_max,
        ),
    ]
}

/// State that outlives the batch, compared with the best loops.
fn states() -> Vec<Pair> {
    const DISTINCT: usize = 100_000;
    let corpus = zipf_text(8 << 20, DISTINCT);
    let (padded, source) = (Rc::new(PaddedText::new(&corpus)), text(corpus.as_str()));
    let records = corpus.split_ascii_whitespace().count();
    let pair = |name: &str, reference, program| Pair {
        name: name.into(),
        target: "",
        records,
        reference: batches_of(reference, &padded, BATCHES),
        stream: stream(1, &source, program),
    };
    vec![
        pair("update_state_by_key", totals::running_totals(DISTINCT), programs::running_totals),
        pair("map_with_state", totals::state_per_record(DISTINCT), programs::state_per_record),
    ]
}

/// The mean time of a batch in a running job.
fn stream(workers: usize, source: &TextSource, program: Program) -> Run {
    batches(workers, source, program, BATCHES)
}

fn batches(workers: usize, source: &TextSource, program: Program, counts: (u64, u64)) -> Run {
    let source = source.clone();
    Box::new(move || {
        let times = batch_times(workers, std::slice::from_ref(&source), counts, program);
        times.iter().sum::<Duration>() / counts.1 as u32
    })
}

/// The mean time of a batch of a reference, which keeps its state from batch to batch.
fn batches_of(
    mut program: reference::Program,
    text: &Rc<PaddedText>,
    (warm, batches): (u64, u64),
) -> Run {
    let text = Rc::clone(text);
    Box::new(move || {
        let mut run = |batches| {
            let start = Instant::now();
            for _ in 0..batches {
                black_box(program(black_box(text.whole())));
            }
            start.elapsed()
        };
        run(warm);
        run(batches) / batches as u32
    })
}
