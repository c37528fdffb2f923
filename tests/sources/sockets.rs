//! Sockets whose bytes a function converts into records.

use std::io::{BufRead, Read};

use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl::source::InputReader;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

/// Reads numbers in network byte order, each preceded by its length in bytes.
fn numbers(mut input: InputReader) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let mut length = [0];
        input.read_exact(&mut length).ok()?;
        let mut bytes = vec![0; usize::from(length[0])];
        input.read_exact(&mut bytes).ok()?;
        Some(bytes.into_iter().fold(0, |number, byte| number << 8 | u64::from(byte)))
    })
}

/// Ends batches until `count` records have arrived, and returns them.
#[track_caller]
fn records<T: Clone>(job: &Stepped, all: &Collected<T>, count: usize) -> Vec<T> {
    until("the records have come", || {
        job.end_batch();
        all.records().len() >= count
    });
    all.records()
}

#[test]
fn a_converter_sees_the_bytes_however_they_are_cut() {
    let server = Server::start();
    let all = Collected::new();
    let job = stream! { socket_with("localhost", server.port(), numbers) |> collect(&all) };
    let job = Stepped::start(job);
    let mut peer = server.accept();
    peer.send([1, 7, 2, 1]);
    assert_eq!(records(&job, &all, 1), [7]);
    peer.send([0, 4, 0, 0]);
    assert_eq!(records(&job, &all, 2), [7, 256]);
    peer.send([1, 0]);
    assert_eq!(records(&job, &all, 3), [7, 256, 256]);
    drop(peer);
    // The converter decides about an incomplete record at the end of a connection.
    let mut peer = server.accept();
    peer.send([1, 9, 5, 1]);
    drop(peer);
    let mut peer = server.accept();
    peer.send([1, 8]);
    assert_eq!(records(&job, &all, 5)[3..], [9, 8]);
    let kinds = job.notice_kinds();
    let lost = kinds.iter().filter(|kind| **kind == NoticeKind::Disconnected);
    assert_eq!(lost.count(), 2);
    drop(peer);
    until("the bytes are counted", || job.status().bytes_received == 16);
}

#[test]
fn a_converter_that_gives_up_gets_a_new_connection() {
    let server = Server::start();
    let all = Collected::new();
    let first_line = |input: InputReader| input.lines().map_while(Result::ok).take(1);
    let job = stream! { socket_with("localhost", server.port(), first_line) |> collect(&all) };
    let job = Stepped::start(job);
    for round in 0..3 {
        let mut peer = server.accept();
        peer.send(format!("{round} kept\n{round} dropped\n"));
    }
    assert_eq!(records(&job, &all, 3), ["0 kept", "1 kept", "2 kept"]);
}

#[test]
fn a_stop_takes_what_has_been_read_and_does_not_wait_for_a_sender_without_end() {
    let server = Server::start();
    let counts = Collected::new();
    let lines = |input: InputReader| input.lines().map_while(Result::ok);
    let job =
        stream! { socket_with("localhost", server.port(), lines) |> count |> collect(&counts) };
    let builder = StreamingContext::builder().pool_limit(1 << 20).page_size(64 << 10);
    let job = Stepped::start_with(builder, job);
    let mut peer = server.accept();
    let sender = std::thread::spawn(move || {
        let block = "a line of some length\n".repeat(1000);
        while std::io::Write::write_all(peer.stream(), block.as_bytes()).is_ok() {}
    });
    until("a lot has come", || job.status().bytes_received > 10 << 20);
    assert!(job.status().pool_bytes_in_use <= 2 << 20);
    job.stop();
    sender.join().unwrap();
    assert_eq!(counts.records().iter().sum::<u64>(), job.status().records_received);
}

#[test]
fn a_panic_in_a_converter_ends_the_job() {
    let server = Server::start();
    let broken = |input: InputReader| {
        input.lines().map(|line| line.unwrap().parse::<u32>().expect("a number"))
    };
    let job = stream! { socket_with("localhost", server.port(), broken) |> count |> pprint };
    let job = Stepped::start(job);
    server.accept().send("one\n");
    let error = job.context().await_termination().unwrap_err().to_string();
    assert!(error.contains("its receiver panicked: a number"), "{error}");
}
