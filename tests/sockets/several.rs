//! Programs with several sockets.

use streamdsl::prelude::*;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;

use super::counts;

#[test]
fn two_sockets_are_united() {
    let (left, right) = (Server::start(), Server::start());
    let found = Collected::new();
    let job = stream! {
        let others = socket("localhost", right.port());
        socket("localhost", left.port())
            |> union(others)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(2s, 1s)
            |> collect(&found);
    };
    let job = Stepped::start(job);
    let (mut left, mut right) = (left.accept(), right.accept());
    left.send_piece("a b\nc", &job);
    right.send_piece("a d\nc", &job);
    job.end_batch();
    // The unfinished lines of the two sockets are kept separate.
    left.send_piece(" from left\n", &job);
    right.send_piece(" from right\n", &job);
    job.end_batch();
    right.send_piece("a\n", &job);
    job.end_batch();
    let (first, second) = (["a b", "a d"], ["c from left", "c from right"]);
    assert_eq!(
        found.sorted_batches(),
        [
            counts(&first),
            counts(&[first, second].concat()),
            counts(&[second.as_slice(), &["a"]].concat())
        ]
    );
    let status = job.status();
    let names: Vec<_> = status.receivers.iter().map(|receiver| receiver.records).collect();
    assert_eq!(names.iter().sum::<u64>(), 5);
    assert_eq!(status.receivers.len(), 2);
}

#[test]
fn two_sockets_are_joined() {
    let (views, clicks) = (Server::start(), Server::start());
    let joined = Collected::new();
    let job = stream! {
        let clicks = socket("localhost", clicks.port()) |> flat_map(split) |> reduce_by_key(+);
        socket("localhost", views.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> join(clicks)
            |> collect(&joined);
    };
    let job = Stepped::start(job);
    let (mut views, mut clicks) = (views.accept(), clicks.accept());
    views.send_piece("home home news\n", &job);
    clicks.send_piece("home sports\n", &job);
    job.end_batch();
    views.send_piece("news news\n", &job);
    job.end_batch();
    clicks.send_piece("news\nhome news\n", &job);
    views.send_piece("news\r\nhome\r\n", &job);
    job.end_batch();
    let pair = |key: &str, views: u64, clicks: u64| (key.to_owned(), (views, clicks));
    assert_eq!(
        joined.sorted_batches(),
        [vec![pair("home", 2, 1)], vec![], vec![pair("home", 1, 1), pair("news", 1, 2)]]
    );
}

#[test]
fn joined_windows_meet_what_came_earlier() {
    let (left, right) = (Server::start(), Server::start());
    let joined = Collected::new();
    let job = stream! {
        let right = socket("localhost", right.port())
            |> map(|line| (line.len(), line.to_owned()))
            |> window(2s, 1s);
        socket("localhost", left.port())
            |> map(|line| (line.len(), line.to_owned()))
            |> window(3s, 1s)
            |> join(right)
            |> collect(&joined);
    };
    let job = Stepped::start(job);
    let (mut left, mut right) = (left.accept(), right.accept());
    left.send_piece("one\n", &job);
    job.end_batch();
    right.send_piece("ten\n", &job);
    job.end_batch();
    job.end_batch();
    left.send_piece("two\n", &job);
    job.end_batch();
    let pair = |left: &str, right: &str| (3_usize, (left.to_owned(), right.to_owned()));
    assert_eq!(
        joined.sorted_batches(),
        [vec![], vec![pair("one", "ten")], vec![pair("one", "ten")], vec![]]
    );
}

#[test]
fn one_server_may_serve_two_sources_of_a_program() {
    let server = Server::start();
    let (words, bytes) = (Collected::new(), Collected::new());
    let job = stream! {
        socket("localhost", server.port()) |> flat_map(split) |> count |> collect(&words);
        socket_bytes("localhost", server.port()) |> map(<[u8]>::len) |> reduce(+)
            |> collect(&bytes);
    };
    let job = Stepped::start(job);
    for mut peer in [server.accept(), server.accept()] {
        peer.send_piece("a b c\nd\n", &job);
        peer.send_piece("e", &job);
    }
    job.until_records(6);
    job.end_batch();
    assert_eq!((words.records(), bytes.records()), (vec![5], vec![7]));
}
