//! What batches cost when nothing comes, and how exactly they end: a job with an interval of one
//! millisecond that receives nothing.
//!
//! Lateness is from the time when a batch is to end until the driver ends it; the delay goes on until
//! it is processed. The processor time is that of all threads of the process.

#![allow(missing_docs, clippy::expect_used, reason = "a program for measuring")]

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use rustix::time::{ClockId, clock_gettime};
use streamdsl::chunk::ItemsChunk;
use streamdsl::listener::{BatchInfo, StreamingListener};
use streamdsl::prelude::*;
use streamdsl::source::Inlet;

const INTERVAL: Duration = Duration::from_millis(1);

fn main() {
    let short = std::env::args().any(|argument| argument == "--test");
    let batches = if short { 50 } else { 5000 };
    println!("a loop by hand: {:?} of processor time for a tick", by_hand(batches));
    for workers in [1, 2] {
        measure(workers, batches);
    }
}

/// The processor time of a tick in the least that a micro-batch needs: one thread sleeps until its
/// time has come, and hands a message to another one.
fn by_hand(ticks: u64) -> Duration {
    let (tell, told) = sync_channel(1);
    let worker = std::thread::spawn(move || told.iter().count());
    let before = processor_time();
    let mut next = Instant::now();
    for _ in 0..ticks {
        next += INTERVAL;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        tell.send(()).expect("somebody who listens");
    }
    let spent = processor_time().saturating_sub(before);
    drop(tell);
    assert_eq!(worker.join().expect("a good end") as u64, ticks);
    spent / ticks as u32
}

fn measure(workers: usize, batches: u64) {
    let (lateness, delays) = (Times::default(), Times::default());
    let source = Idle(lateness.clone());
    let job = stream! {
        from(source) |> map(|n: u64| (n, 1_u64)) |> reduce_by_key(+) |> foreach(|_| ())
    };
    let context = StreamingContext::builder().batch_interval(INTERVAL).workers(workers);
    // Listening costs something too; without a listener, so is the processor time.
    let context = context.stop_on_ctrl_c(false).build().expect("a context");
    context.start(job).expect("a job");
    let patience = Duration::from_secs(600);
    context.wait_for_batches(10, patience).expect("batches");
    let (first, before) = (context.status().batches_completed, processor_time());
    // Not waited for: whoever waits for batches is woken by each of them.
    std::thread::sleep(INTERVAL * batches as u32);
    let spent = processor_time().saturating_sub(before);
    let done = context.status().batches_completed - first;
    context.stop(StopMode::Graceful).expect("a good end");

    let source = Idle(Times::default());
    let job =
        stream! { from(source) |> map(|n: u64| (n, 1_u64)) |> reduce_by_key(+) |> foreach(|_| ()) };
    let context = StreamingContext::builder().batch_interval(INTERVAL).workers(workers);
    let context =
        context.listener(delays.clone()).stop_on_ctrl_c(false).build().expect("a context");
    context.start(job).expect("a job");
    context.wait_for_batches(batches, patience).expect("batches");
    context.stop(StopMode::Graceful).expect("a good end");

    println!("{workers} workers: {:?} of processor time for an empty batch", spent / done as u32);
    lateness.print("lateness");
    delays.print("delay");
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec.cast_unsigned() as u32)
}

/// A source that has nothing, and notes how late it is asked.
struct Idle(Times);

impl Source for Idle {
    type Chunk = ItemsChunk<u64>;

    fn describe(&self) -> String {
        "nothing".into()
    }

    fn start(&mut self, _inlet: Inlet<ItemsChunk<u64>>) -> streamdsl::Result<()> {
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> streamdsl::Result<()> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.0.add(now.saturating_sub(batch.as_duration()));
        Ok(())
    }

    fn stop(&mut self) {}
}

/// Durations of many batches.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<Vec<Duration>>>);

impl Times {
    fn add(&self, time: Duration) {
        if let Ok(mut times) = self.0.lock() {
            times.push(time);
        }
    }

    fn print(&self, name: &str) {
        let mut times = self.0.lock().map(|times| times.clone()).unwrap_or_default();
        times.sort_unstable();
        let of = |share: usize| times.get(times.len() * share / 1000).copied().unwrap_or_default();
        let longest = times.last().copied().unwrap_or_default();
        println!(
            "  {name}: p50 {:?}, p99 {:?}, p99.9 {:?}, longest {longest:?}",
            of(500),
            of(990),
            of(999)
        );
    }
}

impl StreamingListener for Times {
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        self.add(batch.total_delay.unwrap_or_default());
    }
}
