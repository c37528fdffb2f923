//! Lines that are longer than the job allows: they end it, are skipped, or are cut.

use std::fs;
use std::path::PathBuf;

use streamdsl::chunk::TextChunk;
use streamdsl::prelude::*;
use streamdsl::source::{self, OnLongRecord, Source};
use streamdsl_tests::Random;
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

/// The longest line that the jobs of these tests allow.
const LIMIT: usize = 5000;

/// A context with small pages and a small pool, so that long lines are longer than both.
fn builder() -> streamdsl::context::Builder {
    let builder = StreamingContext::builder().workers(1).max_record_bytes(LIMIT);
    builder.page_size(4096).pool_limit(64 << 10)
}

/// What a reader gets of `text`.
fn expected(text: &str, policy: OnLongRecord) -> Vec<String> {
    let lines = text.lines().filter(|line| policy == OnLongRecord::Cut || line.len() <= LIMIT);
    let end = |line: &str| (0..=LIMIT).rev().find(|end| line.is_char_boundary(*end)).unwrap();
    let cut = |line: &str| line.get(..end(line)).unwrap_or(line).to_owned();
    lines.map(|line| if line.len() > LIMIT { cut(line) } else { line.to_owned() }).collect()
}

/// Lines of all lengths around the limit, the page and the pool.
fn text() -> String {
    let lengths = [0, 1, 4095, 4096, 4999, 5000, 5001, 8192, 63, 70_000, 300_000, 10, 5001];
    let line = |(index, length): (usize, &usize)| {
        let letter = char::from(b'a' + index as u8);
        String::from_iter([letter]).repeat(*length) + "\n"
    };
    lengths.iter().enumerate().map(line).collect::<String>() + &"z".repeat(6000)
}

struct File {
    _directory: TempDir,
    path: PathBuf,
}

fn file(text: &str) -> File {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a.log");
    fs::write(&path, text).unwrap();
    File { _directory: directory, path }
}

/// Runs a job on a source until it has read all lines, of which so many are too long.
#[track_caller]
fn check(source: impl Source<Chunk = TextChunk>, expected: &[String], long: u64) -> Stepped {
    let lines = Collected::new();
    let job = Stepped::start_with(builder(), stream! { from(source) |> collect(&lines) });
    streamdsl_tests::until("all lines are read", || {
        job.advance();
        let received = &job.status().receivers[0];
        received.records >= expected.len() as u64 && received.long_records >= long
    });
    job.stop();
    let found = lines.records();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(found == expected, "{} bytes instead of {}", found.len(), expected.len());
    }
    assert_eq!(job.status().receivers[0].long_records, long);
    job
}

#[test]
fn long_lines_of_files_are_skipped_or_cut() {
    let text = text();
    let file = file(&text);
    let directory = file.path.parent().unwrap();
    for policy in [OnLongRecord::Skip, OnLongRecord::Cut] {
        let lines = expected(&text, policy);
        check(source::text_file(&file.path).on_long_record(policy), &lines, 6);
        check(source::text_file(&file.path).lines_per_batch(3).on_long_record(policy), &lines, 6);
        check(source::replay(&file.path, 1000).on_long_record(policy), &lines, 6);
        let stream = files(directory).settle(false).new_files_only(false);
        let job = check(stream.on_long_record(policy), &lines, 6);
        let told = job.notices();
        let done = if policy == OnLongRecord::Skip { "skipped" } else { "cut there" };
        let begins = text.find('g').unwrap();
        let first = format!(
            "line 7 of {}, which begins at byte {begins}, is longer than {LIMIT} bytes; it is {done}",
            file.path.display()
        );
        assert_eq!(told[0].message, first);
        // Of six, the first, the second and the fourth are told.
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[2].message.ends_with(&format!("it is {done}, as 3 before it")), "{told:?}");
    }
}

#[test]
fn long_lines_of_a_connection_are_skipped_or_cut_however_they_arrive() {
    let text = text();
    for (policy, limit) in [(OnLongRecord::Skip, None), (OnLongRecord::Cut, Some(1_000_000))] {
        let server = Server::start();
        let sent = text.clone();
        let port = server.port();
        let sending = std::thread::spawn(move || {
            let (mut peer, mut random) = (server.accept(), Random::new(7));
            let mut rest = sent.as_bytes();
            while !rest.is_empty() {
                let (piece, more) =
                    rest.split_at((1 + random.below(9000) as usize).min(rest.len()));
                peer.send(piece);
                rest = more;
            }
            server
        });
        let source = source::socket("127.0.0.1", port).on_long_record(policy);
        let lines = expected(&text, policy);
        match limit {
            Some(records) => drop(check(source::limited(source, records), &lines, 6)),
            None => drop(check(source, &lines, 6)),
        }
        drop(sending.join().unwrap());
    }
}

#[test]
fn text_is_cut_between_two_characters() {
    for length in 0..4 {
        let text = "a".repeat(LIMIT - length) + "\u{1f980}\u{1f980}\nb\n";
        let lines = expected(&text, OnLongRecord::Cut);
        let file = file(&text);
        let source = source::text_file(&file.path).on_long_record(OnLongRecord::Cut);
        let job = check(source, &lines, 1);
        assert_eq!(job.status().invalid_utf8, 0);
    }
}

#[test]
fn the_language_names_what_to_do() {
    let text = text();
    let file = file(&text);
    let policy = OnLongRecord::Cut;
    let (stopped, skipped, cut, given) =
        (Collected::new(), Collected::new(), Collected::new(), Collected::new());
    let run = |job| builder().stop_on_ctrl_c(false).build().unwrap().run(job);
    let path = &file.path;
    let error = run(stream! { text_file(path, on_long_record = stop) |> collect(&stopped) });
    let error = error.unwrap_err().to_string();
    assert!(error.contains("line 7, which begins at byte"), "{error}");
    let told = |job| {
        let context = builder().on_notice(|_| ()).batch_interval(Duration::from_millis(5));
        context.build().unwrap().run(job).unwrap();
    };
    told(stream! { text_file(path, on_long_record = skip) |> collect(&skipped) });
    told(stream! { text_file(path, on_long_record = cut) |> collect(&cut) });
    told(stream! { replay(path, 10_000, on_long_record = policy) |> collect(&given) });
    assert!(skipped.records() == expected(&text, OnLongRecord::Skip));
    assert!(cut.records() == expected(&text, OnLongRecord::Cut));
    assert!(given.records() == expected(&text, OnLongRecord::Cut));
}
