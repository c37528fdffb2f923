//! The page pool bounds memory, whatever the sources do.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::status::Status;
use streamdsl_tests::peers::{Peer, Server};
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

const POOL: usize = 1 << 20;
const PAGE: usize = 64 << 10;
const LINES: usize = 1000;
const FEED: usize = 50 * POOL;

/// The most memory that the process may need beyond what it had: the pool, the tables, the stacks
/// and buffers of threads, and what the allocator keeps. The feed is more than twice as large.
const MARGIN: u64 = 20 << 20;

fn bounded() -> Builder {
    StreamingContext::builder().workers(2).pool_limit(POOL).page_size(PAGE)
}

/// Lines of ten words: `w0` six times, `w1` three times, and a word that no other line has.
fn block() -> Vec<u8> {
    let mut block = Vec::new();
    for line in 0..LINES {
        writeln!(block, "w0 w1 w0 w0 w1 w0 w0 w1 w0 line-{line}").unwrap();
    }
    block
}

/// Sends the block again and again, counts the bytes sent, and keeps the connection open.
fn flood(mut peer: Peer, blocks: usize, sent: Arc<AtomicUsize>) -> JoinHandle<Peer> {
    thread::spawn(move || {
        let block = block();
        for _ in 0..blocks {
            for piece in block.chunks(PAGE) {
                peer.send(piece);
                sent.fetch_add(piece.len(), Ordering::Relaxed);
            }
        }
        peer
    })
}

/// Samples of a running job, taken until this is told to stop.
struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<(usize, u64)>,
}

impl Watch {
    fn start(job: &Arc<Stepped>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, job) = (Arc::clone(&stop), Arc::clone(job));
        let thread = thread::spawn(move || {
            let (mut pool, mut resident) = (0, 0);
            while !stopped.load(Ordering::Relaxed) {
                pool = pool.max(job.status().pool_bytes_in_use);
                resident = resident.max(resident_bytes().unwrap_or(0));
                thread::sleep(Duration::from_millis(1));
            }
            (pool, resident)
        });
        Self { stop, thread }
    }

    /// The most bytes of the pool that were seen in use, and the most resident memory.
    fn end(self) -> (usize, u64) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// The resident memory of this process, where the system reports it.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// The expected result of one batch of `blocks` blocks, sorted.
fn expected(blocks: usize) -> Vec<(String, u64)> {
    let blocks = blocks as u64;
    let mut counts: Vec<_> = (0..LINES).map(|line| (format!("line-{line}"), blocks)).collect();
    counts.push(("w0".to_owned(), 6 * blocks * LINES as u64));
    counts.push(("w1".to_owned(), 3 * blocks * LINES as u64));
    counts.sort();
    counts
}

#[test]
fn a_batch_may_be_fifty_times_the_pool() {
    let server = Server::start();
    let (counts, windows) = (Collected::new(), Collected::new());
    let job = stream! {
        let counted = socket("localhost", server.port()) |> flat_map(split) |> reduce_by_key(+);
        counted |> collect(&counts);
        counted |> window(2s, 1s) |> collect(&windows);
    };
    let before = resident_bytes();
    let job = Arc::new(Stepped::start_with(bounded(), job));
    let watch = Watch::start(&job);
    let blocks = FEED.div_ceil(block().len());
    let flood = flood(server.accept(), blocks, Arc::default());
    let lines = (blocks * LINES) as u64;
    until("all has arrived", || job.status().records_received == lines);
    assert_eq!(job.status().batches_completed, 0, "all of it belongs to one batch");
    job.end_batch();
    let (pool, resident) = watch.end();
    drop(flood.join().unwrap());

    assert_eq!(job.status().last_batch.unwrap().records, lines);
    assert!(counts.sorted_batches() == [expected(blocks)]);
    assert!(windows.sorted_batches() == [expected(blocks)]);
    assert!(pool > 0 && pool <= POOL, "{pool} bytes of a pool of {POOL} were in use");
    if let Some(before) = before {
        let growth = resident.saturating_sub(before);
        assert!(growth < MARGIN, "{growth} bytes of memory for a pool of {POOL}");
    }
}

#[test]
fn a_slow_pipeline_slows_its_sender_down() {
    let server = Server::start();
    let found = Collected::new();
    let closed = Arc::new(AtomicBool::new(true));
    let mapped = Arc::new(AtomicU64::new(0));
    let (gate, count) = (Arc::clone(&closed), Arc::clone(&mapped));
    let job = stream! {
        socket("localhost", server.port())
            |> map(move |line| {
                // The job is slow at first: one millisecond for a line of forty bytes.
                if gate.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_millis(1));
                }
                count.fetch_add(1, Ordering::Relaxed);
                line
            })
            |> flat_map(split)
            |> reduce_by_key(+)
            |> collect(&found)
    };
    let job = Arc::new(Stepped::start_with(bounded(), job));
    let watch = Watch::start(&job);
    let blocks = FEED.div_ceil(block().len());
    let sent = Arc::new(AtomicUsize::new(0));
    let flood = flood(server.accept(), blocks, Arc::clone(&sent));

    until("the pool is full", || job.status().pool_bytes_in_use + 2 * PAGE > POOL);
    // The bytes sent are in the pool and in the socket buffers of the system, which together are
    // far less than the sender wants to send. This stays so while time passes.
    until("the sender is held up", || {
        let before = sent.load(Ordering::Relaxed);
        thread::sleep(Duration::from_millis(300));
        sent.load(Ordering::Relaxed) - before < PAGE * 2
    });
    let held_up = sent.load(Ordering::Relaxed);
    assert!(held_up < FEED / 2, "{held_up} bytes were taken from the sender");
    assert!(mapped.load(Ordering::Relaxed) < (blocks * LINES) as u64 / 2);

    closed.store(false, Ordering::Relaxed);
    drop(flood.join().unwrap());
    job.until_records((blocks * LINES) as u64);
    job.end_batch();
    let (pool, _) = watch.end();
    assert_eq!(sent.load(Ordering::Relaxed), blocks * block().len());
    assert!(pool <= POOL, "{pool} bytes of a pool of {POOL} were in use");
    assert!(found.sorted_batches() == [expected(blocks)]);
    assert_eq!(mapped.load(Ordering::Relaxed), (blocks * LINES) as u64);
}

#[test]
fn batches_that_are_late_wait_in_the_pool_and_lose_nothing() {
    const BATCHES: u64 = 20;
    let server = Server::start();
    let counts = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> map(|line| {
                thread::sleep(Duration::from_micros(50));
                line.len()
            })
            |> count
            |> collect(&counts)
    };
    let job = Arc::new(Stepped::start_with(bounded(), job));
    let watch = Watch::start(&job);
    let mut peer = server.accept();
    let ended = |status: Status| status.batches_completed + status.batches_waiting;
    for number in 1..=BATCHES {
        peer.send_piece(vec![b'\n'; LINES], &job);
        job.advance();
        until("the batch has ended", || ended(job.status()) == number);
    }
    assert!(job.status().batches_completed < BATCHES, "no batch was late");
    until("the late batches are done", || job.status().batches_completed == BATCHES);
    let (pool, _) = watch.end();
    assert_eq!(counts.records(), [LINES as u64; BATCHES as usize]);
    assert!(pool <= POOL, "{pool} bytes of a pool of {POOL} were in use");
}
