//! Receivers wait only for memory that the end of a batch frees.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

use crate::{MIB, check_refused};

const LIMIT: usize = 32 * MIB;

fn small() -> Builder {
    StreamingContext::builder().workers(2).pool_limit(MIB).page_size(64 << 10).memory_limit(LIMIT)
}

/// Sends different lines as fast as they are read, until the job closes the connection or the test
/// ends.
struct Flood {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Flood {
    fn start(server: &Server) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, mut peer) = (Arc::clone(&stop), server.accept());
        let thread = thread::spawn(move || {
            for block in 0_u64.. {
                let mut lines = Vec::new();
                for line in 0..1000 {
                    writeln!(lines, "{block}-{line}-0123456789").unwrap();
                }
                if stopped.load(Ordering::Relaxed) || peer.stream().write_all(&lines).is_err() {
                    return;
                }
            }
        });
        Self { stop, thread }
    }

    /// Ends the flood; the job must have ended or must go on reading.
    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
    }
}

#[test]
fn a_fast_socket_waits_for_the_end_of_the_batch() {
    let server = Server::start();
    let sizes = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> map(|line| (line.len(), line))
            |> group_by_key
            |> map(|(_, lines)| lines.len() as u64)
            |> reduce(+)
            |> collect(&sizes)
    };
    let job = Stepped::start_with(small(), job);
    let flood = Flood::start(&server);
    for batch in 1..=5 {
        // The receiver reads until an eighth of the memory is filled, and then no more.
        until("the batch is filled", || {
            let before = job.status().bytes_received;
            thread::sleep(Duration::from_millis(200));
            before > 0 && job.status().bytes_received == before
        });
        assert_eq!(job.status().batches_completed, batch - 1);
        assert!(job.status().memory_in_use > LIMIT / 16, "{:?}", job.status());
        job.end_batch();
        assert!(job.status().memory_in_use <= LIMIT);
        assert!(job.status().last_batch.unwrap().records > 10_000);
    }
    job.context().stop(StopMode::Immediate).unwrap();
    flood.end();
    assert_eq!(sizes.records().len(), 5);
}

#[test]
fn a_fast_socket_into_a_long_window_ends_the_job_with_the_name_of_the_window() {
    let server = Server::start();
    let job = stream! {
        socket("localhost", server.port()) |> window(1h, 1h) |> foreach(drop)
    };
    let line = line!() - 2;
    let job = Stepped::start_with(small(), job);
    let flood = Flood::start(&server);
    let mut batches = 0;
    // A batch fills about an eighth of what the window leaves, so this takes several.
    let error = loop {
        thread::sleep(Duration::from_millis(50));
        job.advance();
        match job.context().wait_for_batches(batches + 1, Duration::from_secs(60)) {
            Ok(done) => assert!(done, "no batch"),
            Err(error) => break error,
        }
        batches += 1;
        assert!(batches < 10_000, "{:?}", job.status());
    };
    flood.end();
    assert!(batches >= 2, "{batches}");
    check_refused(&error, "window", line, "all records of its window");
}

#[test]
fn memory_that_stays_does_not_stop_the_receivers() {
    let server = Server::start();
    let sizes = Collected::new();
    let job = stream! {
        let lines = socket("localhost", server.port());
        lines
            |> map(|line| (line.len(), ()))
            |> update_state_by_key(|_, _| Some(vec![0_u8; 28 * MIB]))
            |> foreach(drop);
        lines |> map(|line| (line.to_owned(), ())) |> group_by_key |> count |> collect(&sizes);
    };
    let job = Stepped::start_with(small().workers(1), job);
    let mut peer = server.accept();
    for batch in 0..5 {
        peer.send_piece("line\n", &job);
        job.end_batch();
        // The state leaves an eighth, of which the second line takes nothing worth mentioning.
        assert!(batch == 0 || job.status().memory_in_use > 27 * MIB, "{:?}", job.status());
    }
    job.stop();
    assert_eq!(sizes.records()[..5], [1; 5]);
}
