//! The status shows what operators keep.

use streamdsl::prelude::*;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;

use crate::MIB;

#[test]
fn the_status_shows_what_each_operator_keeps_and_the_limit() {
    let server = Server::start();
    let job = stream! {
        let lines = socket("localhost", server.port());
        lines |> window(1h, 1h) |> foreach(drop);
        lines |> map(|line| (line.len(), ())) |> group_by_key |> foreach(drop);
    };
    let job =
        Stepped::start_with(StreamingContext::builder().workers(2).memory_limit(64 * MIB), job);
    let mut peer = server.accept();
    assert_eq!(job.status().memory_limit, 64 * MIB);
    assert_eq!(job.status().memory_in_use, 0);
    peer.send_piece(b"0123456789\n".repeat(100_000), &job);
    job.end_batch();
    let status = job.status();
    let kept: Vec<_> = status.operators.iter().map(|kept| (kept.operator, kept.bytes)).collect();
    let [("window", window), ("group_by_key", groups)] = kept[..] else { panic!("{kept:?}") };
    assert!((1_800_000..8_000_000).contains(&window), "{window}");
    assert!((1_600_000..16_000_000).contains(&groups), "{groups}");
    assert_eq!(status.memory_in_use, window + groups);
    assert_eq!(status.operators[0].location.file, file!());
    job.stop();
}

#[test]
fn the_default_limit_is_a_part_of_the_memory() {
    let context = StreamingContext::builder().build().unwrap();
    context.run(stream! { memory([[1]]) |> foreach(drop) }).unwrap();
    let limit = context.status().memory_limit;
    assert!(limit > 64 * MIB, "{limit}");
    if cfg!(target_os = "linux") {
        let info = std::fs::read_to_string("/proc/meminfo").unwrap();
        let total = info.lines().next().unwrap().split_ascii_whitespace().nth(1).unwrap();
        assert!(limit <= total.parse::<usize>().unwrap() * 1024 / 4 * 3, "{limit}");
    }
}
