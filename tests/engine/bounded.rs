//! Memory is bounded, whatever arrives.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::*;
use streamdsl_runtime::job::context::{StopMode, StreamingContext};
use streamdsl_runtime::job::pipeline::{Pipeline, Program};
use streamdsl_runtime::sources::{Source, memory, socket, text_file};

const POOL: usize = 1 << 20;
const PAGE: usize = 64 << 10;
const LINE: &[u8] = b"the quick brown fox jumps over the lazy dog, again and again\n";

/// Counts lines. Calls `gate` before every chunk.
fn counting<S: Source>(
    source: S,
    gate: impl Fn() + Send + Sync + 'static,
) -> (Pipeline, Arc<AtomicU64>)
where
    S::Chunk: 'static,
{
    use streamdsl_runtime::receive::chunk::Chunk;
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let mut program = Program::new(&PLAN);
    let id = program.source(0, source);
    let pipeline = program.build(move |worker| {
        while let Some(batch) = worker.next_batch()? {
            while let Some(raw) = batch.next_chunk()? {
                gate();
                let chunk = id.open(raw)?;
                counter.fetch_add(chunk.records().count() as u64, Ordering::Relaxed);
            }
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    (pipeline, count)
}

/// Sends lines until the connection breaks or `bytes` bytes are sent. Counts the bytes sent.
fn flood(listener: TcpListener, bytes: usize) -> Arc<AtomicUsize> {
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    std::thread::spawn(move || {
        let mut peer = accept(&listener);
        let block = LINE.repeat(500);
        while counter.load(Ordering::Relaxed) < bytes && peer.write_all(&block).is_ok() {
            counter.fetch_add(block.len(), Ordering::Relaxed);
        }
        // Stays connected, so that no unterminated line is delivered.
        std::thread::sleep(PATIENCE);
    });
    sent
}

fn bounded(workers: usize) -> (StreamingContext, streamdsl_runtime::base::clock::ManualClock) {
    let (builder, clock) = manual();
    let context = builder.workers(workers).pool_limit(POOL).page_size(PAGE).build().unwrap();
    (context, clock)
}

#[test]
fn one_batch_may_be_far_larger_than_the_pool() {
    let total = 64 * POOL / LINE.len() / 500 * 500 * LINE.len();
    let (listener, port) = listen();
    let (context, clock) = bounded(2);
    let (pipeline, count) = counting(socket("127.0.0.1", port), || ());
    context.start(pipeline).unwrap();
    let _sent = flood(listener, total);
    let lines = (total / LINE.len()) as u64;
    until("all has arrived", || {
        let status = context.status();
        assert!(status.pool_bytes_in_use <= POOL);
        status.records_received == lines
    });
    next_batch(&context, &clock);
    assert_eq!(count.load(Ordering::Relaxed), lines);
    assert_eq!(context.status().batches_completed, 1);
}

#[test]
fn a_slow_pipeline_slows_its_sender_down() {
    let (listener, port) = listen();
    let (context, clock) = bounded(1);
    let closed = Arc::new(AtomicBool::new(true));
    let gate = Arc::clone(&closed);
    let (pipeline, count) = counting(socket("127.0.0.1", port), move || {
        while gate.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    context.start(pipeline).unwrap();
    let sent = flood(listener, 64 * POOL);
    // The sender stops: the bytes sent fill the pool and the buffers of the system.
    let mut before = usize::MAX;
    until("the sender is stopped", || context.status().pool_bytes_in_use + PAGE > POOL);
    while sent.load(Ordering::Relaxed) != before {
        before = sent.load(Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(before < 32 * POOL, "{before} bytes were sent into a closed pipeline");
    let status = context.status();
    assert!(status.pool_bytes_in_use <= POOL);
    // Batches end although nobody has a free page.
    clock.advance(SECOND);
    closed.store(false, Ordering::Relaxed);
    until("the sender goes on", || sent.load(Ordering::Relaxed) >= 64 * POOL);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), context.status().records_received);
}

#[test]
fn a_stop_does_not_wait_for_a_full_pool() {
    let (listener, port) = listen();
    let (context, _clock) = bounded(1);
    let closed = Arc::new(AtomicBool::new(true));
    let gate = Arc::clone(&closed);
    let (pipeline, _count) = counting(socket("127.0.0.1", port), move || {
        while gate.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    context.start(pipeline).unwrap();
    let _sent = flood(listener, 64 * POOL);
    until("the pool is full", || context.status().pool_bytes_in_use + PAGE > POOL);
    let release = Arc::clone(&closed);
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(20));
        release.store(false, Ordering::Relaxed);
    });
    context.stop(StopMode::Immediate).unwrap();
    assert_eq!(context.status().pool_bytes_in_use, 0);
}

#[test]
fn a_file_may_be_larger_than_the_pool() {
    let path = std::env::temp_dir().join(format!("streamdsl-large-{}", std::process::id()));
    std::fs::write(&path, LINE.repeat(8 * POOL / LINE.len())).unwrap();
    let (context, clock) = bounded(2);
    let (pipeline, count) = counting(text_file(&path), || ());
    context.start(pipeline).unwrap();
    clock.advance(SECOND);
    context.await_termination().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), (8 * POOL / LINE.len()) as u64);
    assert_eq!(context.status().batches_completed, 1);
}

#[test]
fn items_count_against_the_pool() {
    let (context, clock) = bounded(1);
    let most = Arc::new(AtomicUsize::new(0));
    let (pipeline, count) = counting(memory([vec![[0_u64; 16]; 100_000]]), || ());
    context.start(pipeline).unwrap();
    clock.advance(SECOND);
    while !context.await_termination_or_timeout(Duration::from_millis(1)).unwrap() {
        most.fetch_max(context.status().pool_bytes_in_use, Ordering::Relaxed);
    }
    assert_eq!(count.load(Ordering::Relaxed), 100_000);
    // The last admitted chunk may exceed the limit.
    assert!(most.load(Ordering::Relaxed) <= POOL + 1024 * 128);
}
