//! The cost of empty batches, and how exactly they end: a job with an interval of one millisecond
//! that receives nothing.
//!
//! Lateness is the time from the planned end of a batch until the driver ends it. Delay is the time
//! from the planned end until the batch is processed. Processor time is that of all threads of the
//! process.

#![allow(missing_docs, clippy::expect_used, reason = "a program for measuring")]

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use rustix::time::{ClockId, clock_gettime};
use streamdsl::chunk::ItemsChunk;
use streamdsl::listener::{BatchInfo, StreamingListener};
use streamdsl::pipeline::Pipeline;
use streamdsl::prelude::*;
use streamdsl::source::Inlet;

const INTERVAL: Duration = Duration::from_millis(1);

/// A time limit that only a hanging job reaches.
const PATIENCE: Duration = Duration::from_secs(600);

type Program = fn(Idle) -> Pipeline;

/// One program for each case of a batch without records: it needs no worker, the first worker, or
/// all workers.
const PROGRAMS: [(&str, Program); 3] = [
    ("counted, for each record", per_record),
    ("counted, the whole batch written", per_batch),
    ("counted over a window", windowed),
];

fn per_record(source: Idle) -> Pipeline {
    stream! { from(source) |> map(|n: u64| (n, 1_u64)) |> reduce_by_key(+) |> foreach(|_| ()) }
}

fn per_batch(source: Idle) -> Pipeline {
    stream! {
        from(source)
            |> map(|n: u64| (n, 1_u64))
            |> reduce_by_key(+)
            |> foreach_batch(|counts| { std::hint::black_box(counts.len()); })
    }
}

fn windowed(source: Idle) -> Pipeline {
    stream! {
        from(source)
            |> map(|n: u64| (n, 1_u64))
            |> reduce_by_key(+)
            |> window(30ms, 10ms)
            |> foreach_batch(|counts| { std::hint::black_box(counts.len()); })
    }
}

fn main() {
    let short = std::env::args().any(|argument| argument == "--test");
    let batches = if short { 50 } else { 5000 };
    println!("by hand: {:?} of processor time for a tick", slept(batches));
    println!("by hand, told another thread: {:?}", handed_over(batches));
    for (name, program) in PROGRAMS {
        for workers in [1, 2] {
            let spent = processor_time_of_a_batch(workers, batches, program);
            println!("{name}, {workers} workers: {spent:?} of processor time for an empty batch");
        }
    }
    for workers in [1, 2] {
        measure_delays(workers, batches);
    }
}

/// The smallest possible processor time per tick: one thread sleeps until the next tick.
fn slept(ticks: u64) -> Duration {
    let before = processor_time();
    each_tick(ticks, || ());
    processor_time().saturating_sub(before) / ticks as u32
}

/// The same with a second thread: the thread that sleeps wakes it at each tick.
fn handed_over(ticks: u64) -> Duration {
    let (tell, told) = sync_channel(1);
    let worker = std::thread::spawn(move || told.iter().count());
    let before = processor_time();
    each_tick(ticks, || tell.send(()).expect("somebody who listens"));
    let spent = processor_time().saturating_sub(before);
    drop(tell);
    assert_eq!(worker.join().expect("a good end") as u64, ticks);
    spent / ticks as u32
}

fn each_tick(ticks: u64, act: impl Fn()) {
    let mut next = Instant::now();
    for _ in 0..ticks {
        next += INTERVAL;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        act();
    }
}

/// Without a listener, because a listener also costs time.
fn processor_time_of_a_batch(workers: usize, batches: u64, program: Program) -> Duration {
    let context = StreamingContext::builder().batch_interval(INTERVAL).workers(workers);
    let context = context.stop_on_ctrl_c(false).build().expect("a context");
    context.start(program(Idle(Times::default()))).expect("a job");
    context.wait_for_batches(10, PATIENCE).expect("batches");
    let (first, before) = (context.status().batches_completed, processor_time());
    // Do not wait for batches here: each batch would wake the waiting thread.
    std::thread::sleep(INTERVAL * batches as u32);
    let spent = processor_time().saturating_sub(before);
    let done = context.status().batches_completed - first;
    context.stop(StopMode::Graceful).expect("a good end");
    spent / done as u32
}

fn measure_delays(workers: usize, batches: u64) {
    let (lateness, delays) = (Times::default(), Times::default());
    let context = StreamingContext::builder().batch_interval(INTERVAL).workers(workers);
    let context =
        context.listener(delays.clone()).stop_on_ctrl_c(false).build().expect("a context");
    context.start(per_record(Idle(lateness.clone()))).expect("a job");
    context.wait_for_batches(batches, PATIENCE).expect("batches");
    context.stop(StopMode::Graceful).expect("a good end");
    println!("{workers} workers:");
    lateness.print("lateness");
    delays.print("delay");
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec.cast_unsigned() as u32)
}

/// A source without records that measures how late the driver calls it.
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

/// The durations of many batches.
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
