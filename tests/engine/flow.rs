//! Rate limits, with a clock that only the test moves.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::support::*;
use streamdsl_runtime::base::clock::ManualClock;
use streamdsl_runtime::base::error::{Error, Result};
use streamdsl_runtime::base::time::BatchTime;
use streamdsl_runtime::job::context::{StopMode, StreamingContext};
use streamdsl_runtime::job::pipeline::Program;
use streamdsl_runtime::receive::chunk::{Chunk, ItemsChunk, TextChunk};
use streamdsl_runtime::sources::{Inlet, Source, limited, memory, socket};

type Receive<C> = Box<dyn FnOnce(&Inlet<C>) + Send>;

/// A source that receives by running a function on its own thread.
struct Receiving<C> {
    receive: Option<Receive<C>>,
    thread: Option<JoinHandle<()>>,
}

fn receiving<C: Chunk>(receive: impl FnOnce(&Inlet<C>) + Send + 'static) -> Receiving<C> {
    Receiving { receive: Some(Box::new(receive)), thread: None }
}

impl<C: Chunk> Source for Receiving<C> {
    type Chunk = C;

    fn describe(&self) -> String {
        "receiving".into()
    }

    fn start(&mut self, inlet: Inlet<C>) -> Result<()> {
        if let Some(receive) = self.receive.take() {
            self.thread = Some(inlet.spawn(receive)?);
        }
        Ok(())
    }

    fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Lets the open batch receive all it may have, `received` records since the start, and ends it.
fn fill_batch(context: &StreamingContext, clock: &ManualClock, received: u64) {
    clock.advance(Duration::from_millis(950));
    until_records(context, received);
    assert_eq!(context.status().records_received, received);
    let completed = context.status().batches_completed;
    clock.advance(Duration::from_millis(50));
    assert!(context.wait_for_batches(completed + 1, PATIENCE).unwrap());
}

fn counts<T>(log: &Log<T>) -> Vec<usize> {
    log.lock().unwrap().iter().map(|(_, records)| records.len()).collect()
}

#[test]
fn lines_sent_at_once_arrive_at_the_rate_and_none_is_lost() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.max_rate(100).build().unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    let lines: Vec<String> = (0..2000).map(|n| format!("line {n:04}\n")).collect();
    peer.write_all(lines.concat().as_bytes()).unwrap();
    for batch in 1..=5 {
        fill_batch(&context, &clock, 100 * batch);
    }
    assert_eq!(counts(&log), [100; 5]);
    // A stop does not lose bytes that were read from the socket but had to wait.
    context.stop(StopMode::Graceful).unwrap();
    let all = contents(&log).concat();
    assert_eq!(all.len() as u64 * 10, context.status().bytes_received);
    assert!(all.iter().enumerate().all(|(n, line)| *line == format!("line {n:04}")));
}

#[test]
fn a_limited_receiver_does_not_read_on() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.page_size(4096).max_rate(10).build().unwrap();
    let (pipeline, _log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    peer.write_all("0123456789abcde\n".repeat(10_000).as_bytes()).unwrap();
    for batch in 1..=3 {
        fill_batch(&context, &clock, 10 * batch);
        let status = context.status();
        assert!(status.bytes_received <= 4096, "{status:?}");
        assert_eq!(status.receivers[0].rate_limit, Some(10.0));
    }
    context.stop(StopMode::Immediate).unwrap();
}

#[test]
fn a_shorter_first_batch_has_fewer_records() {
    let (builder, clock) = manual();
    clock.advance(Duration::from_millis(10_300));
    let context = builder.max_rate(100).build().unwrap();
    let source = receiving::<TextChunk>(|inlet| assert!(inlet.push_bytes(&b"x\n".repeat(500))));
    let (pipeline, log) = recording_lines(source);
    context.start(pipeline).unwrap();
    clock.advance(Duration::from_millis(650));
    until_records(&context, 70);
    next_batch_after(&context, &clock, Duration::from_millis(50));
    fill_batch(&context, &clock, 170);
    assert_eq!(counts(&log), [70, 100]);
}

fn next_batch_after(context: &StreamingContext, clock: &ManualClock, step: Duration) {
    let completed = context.status().batches_completed;
    clock.advance(step);
    assert!(context.wait_for_batches(completed + 1, PATIENCE).unwrap());
}

#[test]
fn parts_of_a_record_add_up() {
    let (builder, clock) = manual();
    let interval = Duration::from_millis(300);
    let context = builder.batch_interval(interval).max_rate(5).build().unwrap();
    let source = receiving::<TextChunk>(|inlet| {
        inlet.push_bytes(&b"x\n".repeat(100));
    });
    let (pipeline, log) = recording_lines(source);
    context.start(pipeline).unwrap();
    for total in [1, 3, 4, 6, 7, 9] {
        clock.advance(Duration::from_millis(290));
        until_records(&context, total);
        next_batch_after(&context, &clock, Duration::from_millis(10));
    }
    assert_eq!(counts(&log), [1, 2, 1, 2, 1, 2]);
}

#[test]
fn items_handed_over_at_once_are_divided() {
    let (builder, clock) = manual();
    let context = builder.max_rate(300).build().unwrap();
    let source =
        receiving::<ItemsChunk<u32>>(|inlet| assert!(inlet.push_items((0..1000).collect())));
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    for received in [300, 600, 900, 1000] {
        fill_batch(&context, &clock, received);
    }
    assert_eq!(counts(&log), [300, 300, 300, 100]);
    assert_eq!(contents(&log).concat(), (0..1000).collect::<Vec<_>>());
}

#[test]
fn items_are_taken_all_or_none_when_the_job_stops() {
    for (mode, expected) in [(StopMode::Graceful, true), (StopMode::Immediate, false)] {
        let (builder, _clock) = manual();
        let context = builder.max_rate(100).build().unwrap();
        let taken = Arc::new(Mutex::new(None));
        let answer = Arc::clone(&taken);
        let source = receiving::<ItemsChunk<u32>>(move |inlet| {
            *answer.lock().unwrap() = Some(inlet.push_items((0..1000).collect()));
        });
        let (pipeline, log) = recording(source, |item| item);
        context.start(pipeline).unwrap();
        until_records(&context, 5);
        context.stop(mode).unwrap();
        assert_eq!(*taken.lock().unwrap(), Some(expected));
        if expected {
            assert_eq!(contents(&log).concat(), (0..1000).collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_last_line_of_a_closed_connection_waits_for_its_turn() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.max_rate(1).build().unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    accept(&listener).write_all(b"a\nb\nc").unwrap();
    for received in 1..=3 {
        fill_batch(&context, &clock, received);
    }
    assert_eq!(contents(&log), [["a"], ["b"], ["c"]]);
}

#[test]
fn a_source_may_have_a_limit_of_its_own() {
    let (builder, clock) = manual();
    let context = builder.max_rate(100).build().unwrap();
    let lines = || {
        receiving::<TextChunk>(|inlet| {
            inlet.push_bytes(&b"x\n".repeat(500));
        })
    };
    let mut program = Program::new(&PLAN);
    program.source(0, lines());
    program.source(1, limited(lines(), 20));
    let pipeline = program.build(|worker| {
        while let Some(batch) = worker.next_batch()? {
            while batch.next_chunk()?.is_some() {}
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    context.start(pipeline).unwrap();
    fill_batch(&context, &clock, 120);
    assert_eq!(context.status().last_batch.unwrap().inputs, [100, 20]);

    let (builder, _clock) = manual();
    let never = limited(lines(), 0);
    let error = builder.build().unwrap().start(recording_lines(never).0).unwrap_err();
    assert!(error.to_string().contains("`max_rate` is 0"), "{error}");
}

#[test]
fn sources_that_are_asked_deliver_what_they_are_told_to() {
    let (builder, clock) = manual();
    let context = builder.max_rate(1).backpressure(true).initial_rate(1).build().unwrap();
    let (pipeline, log) = recording(memory([(0..5000).collect::<Vec<_>>()]), |item| item);
    context.start(pipeline).unwrap();
    clock.advance(SECOND);
    context.await_termination().unwrap();
    assert_eq!(counts(&log), [5000]);
}

/// A source that hands over items in `start`, when nobody could admit them later.
struct Eager;

impl Source for Eager {
    type Chunk = ItemsChunk<u8>;

    fn describe(&self) -> String {
        "eager".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        assert!(inlet.push_items(vec![1; 50]));
        assert_eq!(inlet.rate_limit(), Some(10.0));
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        Err(Error::source("eager", "that was all"))
    }

    fn stop(&mut self) {}
}

#[test]
fn what_a_source_hands_over_while_it_is_started_does_not_wait() {
    let (builder, clock) = manual();
    let context = builder.max_rate(10).build().unwrap();
    context.start(recording(Eager, |item| item).0).unwrap();
    assert_eq!(context.status().records_received, 50);
    clock.advance(SECOND);
    assert!(context.await_termination().is_err());
}

/// Two receivers of text; the second one waits for a signal.
fn two_receivers(context: &StreamingContext, go: &Arc<AtomicBool>) {
    let first = receiving::<TextChunk>(|inlet| {
        inlet.push_bytes(&b"x\n".repeat(500));
    });
    let go = Arc::clone(go);
    let second = receiving::<TextChunk>(move |inlet| {
        while !go.load(Ordering::SeqCst) && !inlet.is_stopping() {
            std::thread::sleep(Duration::from_millis(1));
        }
        inlet.push_bytes(&b"x\n".repeat(500));
    });
    let mut program = Program::new(&PLAN);
    program.source(0, first);
    program.source(1, second);
    let pipeline = program.build(|worker| {
        while let Some(batch) = worker.next_batch()? {
            while batch.next_chunk()?.is_some() {}
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    context.start(pipeline).unwrap();
}

#[test]
fn the_initial_rate_is_for_all_receivers_together() {
    let (builder, clock) = manual();
    let context = builder.backpressure(true).initial_rate(100).build().unwrap();
    two_receivers(&context, &Arc::new(AtomicBool::new(true)));
    // Both have started, and want more than their share of the first twentieth.
    until_records(&context, 5);
    fill_batch(&context, &clock, 100);
    let inputs = context.status().last_batch.unwrap().inputs;
    assert!(inputs.iter().all(|records| (45..=55).contains(records)), "{inputs:?}");
}

#[test]
fn what_one_receiver_does_not_use_goes_to_the_other() {
    let (builder, clock) = manual();
    let context = builder.backpressure(true).initial_rate(100).build().unwrap();
    let go = Arc::new(AtomicBool::new(false));
    two_receivers(&context, &go);
    until_records(&context, 2);
    clock.advance(Duration::from_millis(950));
    // A twentieth of the batch stays reserved for the receiver that may still start.
    until_records(&context, 98);
    go.store(true, Ordering::SeqCst);
    until_records(&context, 100);
    next_batch_after(&context, &clock, Duration::from_millis(50));
    assert_eq!(context.status().last_batch.unwrap().inputs, [98, 2]);
}

/// The receiver reads as fast as it may, and the job processes one record per millisecond. Without
/// limits, the delay would grow by one second per second. This runs in real time, with a wide
/// margin.
#[test]
fn backpressure_keeps_the_delay_near_the_interval() {
    let interval = Duration::from_millis(100);
    let builder = StreamingContext::builder().workers(1).pin_workers(false).on_notice(|_| ());
    let context = builder.batch_interval(interval).backpressure(true).build().unwrap();
    let source = receiving::<TextChunk>(|inlet| {
        while inlet.push_bytes(&b"a line of text\n".repeat(20)) {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let processed = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&processed);
    let mut program = Program::new(&PLAN);
    let id = program.source(0, source);
    let pipeline = program.build(move |worker| {
        while let Some(batch) = worker.next_batch()? {
            while let Some(raw) = batch.next_chunk()? {
                let records = id.open(raw)?.records().count() as u64;
                std::thread::sleep(Duration::from_millis(records));
                count.fetch_add(records, Ordering::SeqCst);
            }
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    context.start(pipeline).unwrap();
    assert!(context.wait_for_batches(30, PATIENCE).unwrap());
    let status = context.status();
    let batch = status.last_batch.unwrap();
    assert!(status.receivers[0].rate_limit.is_some());
    assert!(batch.total_delay < 8 * interval, "{batch:?}");
    assert!(processed.load(Ordering::SeqCst) > 300, "{batch:?}");
    context.stop(StopMode::Immediate).unwrap();
}
