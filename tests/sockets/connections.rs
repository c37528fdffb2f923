//! Servers that start late, vanish and return.

use std::io::{BufRead, Write};

use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

use super::counts;

#[test]
fn a_window_lives_through_lost_connections() {
    let server = Server::start();
    let found = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(3s, 1s)
            |> collect(&found)
    };
    let job = Stepped::start(job);
    for (round, text) in ["a b\n", "b c\r\nc", "a\n", "", "d"].into_iter().enumerate() {
        let mut peer = server.accept();
        peer.send_piece(text, &job);
        drop(peer);
        until("the connection is lost", || {
            let lost = |kind: &&NoticeKind| **kind == NoticeKind::Disconnected;
            job.notice_kinds().iter().filter(lost).count() == round + 1
        });
        job.end_batch();
    }
    let batches = [vec!["a b"], vec!["b c", "c"], vec!["a"], vec![], vec!["d"]];
    let windows =
        (1..=batches.len()).map(|end| counts(&batches[end.saturating_sub(3)..end].concat()));
    assert_eq!(found.sorted_batches(), windows.collect::<Vec<_>>());
    let received = &job.status().receivers[0];
    assert_eq!((received.records, received.bytes), (5, 13));
}

#[test]
fn the_first_line_of_a_new_connection_does_not_continue_the_last_of_the_old_one() {
    let server = Server::start();
    let lines = Collected::new();
    let job = stream! { socket("localhost", server.port()) |> collect(&lines) };
    let job = Stepped::start(job);
    let mut peer = server.accept();
    peer.send_piece(b"half a charac\xc3", &job);
    drop(peer);
    let mut peer = server.accept();
    peer.send_piece(b"\xa4ter\n", &job);
    job.until_records(2);
    job.end_batch();
    assert_eq!(lines.sorted_batches(), [["half a charac\u{fffd}", "\u{fffd}ter"]]);
    assert_eq!(job.status().invalid_utf8, 2);
}

#[test]
fn a_program_may_start_before_its_server() {
    let port = Server::start().port();
    let found = Collected::new();
    let job = stream! {
        socket("127.0.0.1", port) |> flat_map(split) |> reduce_by_key(+) |> collect(&found)
    };
    let job = Stepped::start(job);
    until("it says that there is no server", || !job.notices().is_empty());
    let first = job.notices().remove(0);
    assert_eq!(first.kind, NoticeKind::Unreachable);
    assert_eq!(first.source, format!("socket 127.0.0.1:{port}"));
    assert!(first.message.contains("trying again in"), "{}", first.message);
    assert!(!job.status().receivers[0].connected);
    job.end_batch();
    job.end_batch();

    let server = Server::start_on(port);
    let mut peer = server.accept();
    peer.send_piece("at last\n", &job);
    job.end_batch();
    assert!(job.status().receivers[0].connected);
    assert_eq!(job.notice_kinds().last(), Some(&NoticeKind::Connected));
    assert_eq!(found.sorted_batches(), [vec![], vec![], counts(&["at last"])]);
}

#[test]
fn a_server_may_be_restarted() {
    let server = Server::start();
    let port = server.port();
    let lines = Collected::new();
    let job = stream! { socket("127.0.0.1", port) |> collect(&lines) };
    let job = Stepped::start(job);
    let mut peer = server.accept();
    peer.send_piece("before\n", &job);
    drop((peer, server));
    until("the loss is told", || !job.status().receivers[0].connected);
    job.end_batch();
    let mut peer = Server::start_on(port).accept();
    peer.send_piece("after\n", &job);
    job.end_batch();
    assert_eq!(lines.batches(), [["before"], ["after"]]);
}

#[test]
fn a_graceful_stop_counts_what_has_arrived() {
    let server = Server::start();
    let found = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(30s, 1s)
            |> collect(&found)
    };
    let job = Stepped::start(job);
    let mut peer = server.accept();
    peer.send_piece("a a\n", &job);
    job.end_batch();
    peer.send_piece("a\nb without an end", &job);
    job.stop();
    assert_eq!(found.sorted_batches(), [counts(&["a a"]), counts(&["a a", "a"])]);
    assert_eq!(dropped(&job), [format!("16 bytes, {STOPPED}")]);
}

/// Why an unfinished line is dropped when the job stops.
const STOPPED: &str = "because the job stopped before the rest arrived";

/// What the notices say about unfinished lines that were dropped.
fn dropped(job: &Stepped) -> Vec<String> {
    let told = job.notices();
    let lines =
        told.iter().filter_map(|n| n.message.strip_prefix("dropped an unfinished line of "));
    lines.map(str::to_owned).collect()
}

#[test]
fn an_immediate_stop_says_what_it_drops() {
    let server = Server::start();
    let job = stream! { socket("localhost", server.port()) |> foreach(drop) };
    let job = Stepped::start(job);
    server.accept().send_piece("x", &job);
    let mut peer = server.accept();
    peer.send_piece("whole\nhalf", &job);
    job.context().stop(StopMode::Immediate).unwrap();
    assert_eq!(dropped(&job), [format!("4 bytes, {STOPPED}")]);
}

#[test]
fn a_stop_never_makes_a_record_of_half_a_line() {
    for round in 0..60 {
        let server = Server::start();
        let (lines, converted) = (Collected::new(), Collected::new());
        let job = stream! {
            batch_interval = 5ms;
            socket("localhost", server.port()) |> collect(&lines);
            socket_with("localhost", server.port(), |input| input.lines().map_while(Result::ok))
                |> collect(&converted);
        };
        let context = StreamingContext::builder().workers(1).on_notice(|_| ()).build().unwrap();
        context.start(job).unwrap();
        let feeding = [server.accept(), server.accept()].map(|mut peer| {
            std::thread::spawn(move || {
                // Each piece is a packet of its own, so that lines are cut anywhere.
                let pieces = ["12", "345", "6789\n123456789\n1", "23456", "789\n"];
                while pieces.iter().all(|piece| peer.stream().write_all(piece.as_bytes()).is_ok()) {
                }
            })
        });
        until("lines arrive", || context.status().records_received > 20 + round);
        context.stop(StopMode::Graceful).unwrap();
        for found in [lines.records(), converted.records()] {
            let cut = found.iter().find(|line| *line != "123456789");
            assert_eq!(cut, None, "in round {round}");
        }
        for thread in feeding {
            thread.join().unwrap();
        }
    }
}
