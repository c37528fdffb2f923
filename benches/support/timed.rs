//! How long each batch of a running job takes.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use streamdsl::chunk::TextChunk;
use streamdsl::clock::SimulatedClock;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl::source::{Inlet, TextSource};

use crate::programs::Totals;

/// Runs a program for some batches, which come from `texts` in turn; gives the times of those after
/// the first `warm` ones, for which memory still has to be got from the system.
///
/// # Panics
/// If the job fails.
pub fn batch_times(
    workers: usize,
    texts: &[TextSource],
    (warm, batches): (u64, u64),
    program: impl FnOnce(TimedSource, &Totals) -> Pipeline,
) -> Vec<Duration> {
    // Asked once more, for nothing, when the last batch that counts is done.
    let source = TimedSource::new(texts, warm + batches + 1);
    let asked = Arc::clone(&source.asked);
    run_job(workers, program(source, &Totals::new()));
    let asked = asked.lock().map(|asked| asked.clone()).unwrap_or_default();
    asked.windows(2).skip(warm as usize).map(|pair| pair[1] - pair[0]).collect()
}

/// What a program gives for one batch.
///
/// # Panics
/// If the job fails.
pub fn run(
    workers: usize,
    text: &TextSource,
    program: impl FnOnce(TimedSource, &Totals) -> Pipeline,
) -> (u64, u64) {
    let outputs = outputs(workers, std::slice::from_ref(text), 1, program);
    outputs.first().copied().unwrap_or_default()
}

/// What a program gives for some batches, which come from `texts` in turn.
///
/// # Panics
/// If the job fails.
pub fn outputs(
    workers: usize,
    texts: &[TextSource],
    batches: u64,
    program: impl FnOnce(TimedSource, &Totals) -> Pipeline,
) -> Vec<(u64, u64)> {
    let totals = Totals::new();
    run_job(workers, program(TimedSource::new(texts, batches), &totals));
    totals.records()
}

fn run_job(workers: usize, job: Pipeline) {
    // The batches that follow the input would be measured too.
    let context = StreamingContext::builder()
        .clock(SimulatedClock::new())
        .workers(workers)
        .pin_workers(false)
        .stop_on_ctrl_c(false)
        .at_end(AtEnd::Keep)
        .build();
    let done = context.and_then(|context| context.run(job));
    assert!(done.is_ok(), "{done:?}");
}

/// A source that notes when it is asked for a batch: when the one before is done, in simulated time.
pub struct TimedSource {
    texts: Vec<TextSource>,
    left: u64,
    asked: Arc<Mutex<Vec<Instant>>>,
}

impl TimedSource {
    fn new(texts: &[TextSource], batches: u64) -> Self {
        let texts = texts.iter().map(|text| text.clone().repeated(batches)).collect();
        Self { texts, left: batches, asked: Arc::default() }
    }
}

impl Source for TimedSource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        format!("{} texts in turn", self.texts.len())
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> streamdsl::Result<()> {
        self.texts.iter_mut().try_for_each(|text| text.start(inlet.clone()))
    }

    fn end_batch(&mut self, batch: BatchTime) -> streamdsl::Result<()> {
        if let Ok(mut asked) = self.asked.lock() {
            asked.push(Instant::now());
        }
        self.left = self.left.saturating_sub(1);
        self.texts.rotate_left(1);
        self.texts.last_mut().map_or(Ok(()), |text| text.end_batch(batch))
    }

    fn exhausted(&self) -> bool {
        self.left == 0
    }

    fn stop(&mut self) {}
}
