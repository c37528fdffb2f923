//! A line server in Python, as in tutorials of stream processing.

use std::io::Write;

use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl_tests::peers::{PythonServer, has_python};
use streamdsl_tests::stepped::Stepped;
use tempfile::NamedTempFile;

use super::counts;

fn file_of(text: impl AsRef<[u8]>) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_ref()).unwrap();
    file
}

#[test]
fn lines_sent_on_request_are_counted_in_their_batches() {
    if !has_python("python::lines_sent_on_request_are_counted_in_their_batches") {
        return;
    }
    let lines = ["hello world", "hello  python", "", "grüße world", "again", "last"];
    let file = file_of(lines.join("\n"));
    let mut server = PythonServer::start("line_server.py", ["--on-request".as_ref(), file.path()]);
    let found = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(2s, 1s)
            |> collect(&found)
    };
    let job = Stepped::start(job);
    server.tell("2");
    job.until_records(2);
    job.end_batch();
    server.tell("3");
    job.until_records(5);
    job.end_batch();
    // A disconnected client connects again by itself. The last line has no line end.
    server.tell("close");
    server.tell("1");
    server.wait();
    job.until_records(6);
    job.end_batch();
    let windows = [&lines[..2], &lines[..5], &lines[2..]];
    assert_eq!(found.sorted_batches(), windows.map(counts));
}

#[test]
fn a_connection_that_is_reset_loses_only_the_line_that_it_cuts() {
    if !has_python("python::a_connection_that_is_reset_loses_only_the_line_that_it_cuts") {
        return;
    }
    let file = file_of("one\ntwo\nthr\nfour\n");
    let mut server = PythonServer::start("line_server.py", ["--on-request".as_ref(), file.path()]);
    let lines = Collected::new();
    let job = stream! { socket("localhost", server.port()) |> collect(&lines) };
    let job = Stepped::start(job);
    server.tell("2");
    server.tell("part");
    job.until_bytes(11);
    server.tell("reset");
    server.tell("1");
    server.wait();
    job.until_records(3);
    job.end_batch();
    // Nobody knows how the line goes on whose beginning is `thr`.
    assert_eq!(lines.sorted_batches(), [["four", "one", "two"]]);
    let notices = job.notices();
    let unfinished = "dropped an unfinished line of 3 bytes, because the connection was lost";
    assert!(notices.iter().any(|notice| notice.message == unfinished), "{notices:?}");
    let lost = notices.iter().find(|notice| notice.kind == NoticeKind::Disconnected).unwrap();
    assert!(lost.message.contains("the connection was lost: "), "{lost}");
}

#[test]
fn lines_sent_on_a_schedule_are_counted_exactly_once() {
    const LINES: usize = 200;
    if !has_python("python::lines_sent_on_a_schedule_are_counted_exactly_once") {
        return;
    }
    let text: Vec<_> = (0..LINES).map(|number| format!("{number} x")).collect();
    let file = file_of(text.join("\n"));
    let arguments = ["--every".as_ref(), "0.005".as_ref(), file.path().as_os_str()];
    let server = PythonServer::start("line_server.py", arguments);
    let (numbers, totals) = (Collected::new(), Collected::new());
    let job = stream! {
        batch_interval = 50ms;
        let lines = socket("localhost", server.port());
        lines
            |> map(|line| line.split_once(' ').and_then(|(number, _)| number.parse::<usize>().ok()))
            |> collect(&numbers);
        lines |> flat_map(split) |> filter(|word| *word == "x") |> count |> collect(&totals);
    };
    let context = StreamingContext::builder().workers(2).on_notice(|_| ()).build().unwrap();
    context.start(job).unwrap();
    server.wait();
    streamdsl_tests::until("all lines have arrived", || {
        context.status().records_received == LINES as u64
    });
    context.stop(StopMode::Graceful).unwrap();

    let batches = numbers.sorted_batches();
    let in_order: Vec<Option<usize>> = batches.concat();
    assert_eq!(in_order, (0..LINES).map(Some).collect::<Vec<_>>());
    assert!(batches.iter().filter(|batch| !batch.is_empty()).count() > 1, "{batches:?}");
    let counted: Vec<_> = totals.records();
    assert_eq!(counted, batches.iter().map(Vec::len).map(|n| n as u64).collect::<Vec<_>>());
    let times: Vec<_> = numbers.take().iter().map(|(time, _)| time.as_millis()).collect();
    assert!(times.iter().all(|time| time % 50 == 0), "{times:?}");
    assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
}
