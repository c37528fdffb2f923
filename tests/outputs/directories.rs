//! The directories that outputs write: their names, their contents, and when they appear.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use streamdsl::prelude::*;
use streamdsl::testing;

use super::{lines, names, place};

#[test]
fn names_are_those_of_spark() {
    let (directory, prefix) = place();
    let job = stream! {
        let records = memory([["a"]]);
        records |> save_as_text_files(&prefix);
        records |> save_as_text_files(&prefix, "txt");
        records |> save_as_text_files(format!("{prefix}-empty-suffix"), "");
        records |> save_as_text_files(format!("{}/deep/", directory.path().display()));
    };
    testing::run(job).unwrap();
    assert_eq!(
        names(directory.path()),
        ["deep", "out-1000", "out-1000.txt", "out-empty-suffix-1000"]
    );
    assert_eq!(names(&directory.path().join("deep")), ["-1000"]);
    assert_eq!(names(&directory.path().join("out-1000")), ["_SUCCESS", "part-00000"]);
}

#[test]
fn a_prefix_can_be_a_path_even_one_that_is_not_text() {
    let (directory, _) = place();
    let owned = directory.path().join("owned");
    let mut jobs = vec![stream! {
        let records = memory([["a"]]);
        records |> save_as_text_files(&owned);
        records |> save_as_object_files(directory.path().join("object"));
        records |> map(|word| (word, 1)) |> save_as_hadoop_files(directory.path().join("hadoop"));
    }];
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let raw = directory.path().join(std::ffi::OsStr::from_bytes(b"raw-\xff"));
        jobs.push(stream! { memory([["a"]]) |> save_as_text_files(&raw) });
    }
    for job in jobs {
        testing::run(job).unwrap();
    }
    for name in ["owned-1000", "object-1000", "hadoop-1000"] {
        assert!(directory.path().join(name).join("_SUCCESS").exists(), "{name}");
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let raw = std::ffi::OsStr::from_bytes(b"raw-\xff-1000");
        assert!(directory.path().join(raw).join("_SUCCESS").exists());
    }
}

#[test]
fn empty_batches_are_written_only_when_asked_for() {
    for workers in 1..=3 {
        let (directory, prefix) = place();
        let job = stream! {
            let words = memory([vec!["a"], vec![]]);
            words |> save_as_text_files(&prefix);
            words |> save_as_text_files(&prefix, "text", empty = true);
            words |> save_as_object_files(&prefix, "object", empty = true);
            words |> map(|word| (word, ())) |> save_as_hadoop_files(&prefix, "seq", empty = true);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(
            names(directory.path()),
            [
                "out-1000",
                "out-1000.object",
                "out-1000.seq",
                "out-1000.text",
                "out-2000.object",
                "out-2000.seq",
                "out-2000.text"
            ]
        );
        assert_eq!(names(&directory.path().join("out-2000.seq")), ["_SUCCESS"]);
    }
}

#[test]
fn a_batch_that_is_written_again_replaces_what_it_wrote() {
    let (directory, prefix) = place();
    for text in ["first", "second"] {
        let job = stream! { memory([[text]]) |> save_as_text_files(&prefix) };
        testing::run(job).unwrap();
        assert_eq!(lines(&directory.path().join("out-1000")), [text]);
        assert_eq!(names(directory.path()), ["out-1000"], "nothing else is left");
    }
}

#[test]
fn what_a_crash_left_behind_is_cleared_away() {
    let (directory, prefix) = place();
    let left = directory.path().join(".out-1000.incomplete");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("part-00007"), "torn").unwrap();
    testing::run(stream! { memory([["a"]]) |> save_as_text_files(&prefix) }).unwrap();
    assert_eq!(names(directory.path()), ["out-1000"]);
    assert_eq!(names(&directory.path().join("out-1000")), ["_SUCCESS", "part-00000"]);
}

#[test]
fn all_that_killed_jobs_left_of_an_output_is_removed_when_it_starts() {
    let (directory, prefix) = place();
    for name in [".out-7000.incomplete", ".out-8000.replaced", ".out-9000.replaced"] {
        fs::create_dir(directory.path().join(name)).unwrap();
    }
    fs::create_dir(directory.path().join("out-9000")).unwrap();
    // A killed job does not remove its lock file.
    fs::write(directory.path().join(".out-<time>.lock"), "").unwrap();
    // Not of this output.
    let others =
        [".out-7000.txt.incomplete", ".out-x.incomplete", ".output-7.incomplete", ".x.lock"];
    for name in others {
        fs::create_dir(directory.path().join(name)).unwrap();
    }
    testing::run(stream! { memory([["a"]]) |> save_as_text_files(&prefix) }).unwrap();
    let mut expected = others.to_vec();
    expected.extend(["out-1000", "out-8000", "out-9000"]);
    expected.sort_unstable();
    assert_eq!(names(directory.path()), expected);
}

#[test]
fn a_second_job_on_the_same_directories_is_refused() {
    let (directory, prefix) = place();
    let (queue, other) = (Queue::new(), format!("{}/./out", directory.path().display()));
    let source = queue.source();
    let clock = ManualClock::new();
    let context = StreamingContext::builder().workers(2).clock(clock.clone()).build().unwrap();
    context.start(stream! { from(source) |> save_as_text_files(&prefix, "txt") }).unwrap();
    assert!(queue.push(["first"]));
    clock.advance(Duration::from_secs(1));
    assert!(context.wait_for_batches(1, Duration::from_secs(60)).unwrap());
    let second =
        |suffix| testing::run(stream! { memory([["b"]]) |> save_as_text_files(&other, suffix) });
    let message = second("txt").unwrap_err().to_string();
    assert!(message.contains("`save_as_text_files` could not be opened: another job"), "{message}");
    assert!(message.contains("already writes to"), "{message}");
    second("csv").unwrap();
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(lines(&directory.path().join("out-1000.txt")), ["first"]);
    second("txt").unwrap();
    assert_eq!(names(directory.path()), ["out-1000.csv", "out-1000.txt"]);
    // One job, two spellings of one place.
    let twice = stream! {
        let words = memory([["b"]]);
        words |> save_as_text_files(&other);
        words |> save_as_text_files(&prefix);
    };
    let message = testing::run(twice).unwrap_err().to_string();
    assert!(message.contains("another output of this one"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_second_job_that_comes_through_a_link_or_another_spelling_is_refused() {
    let (directory, _) = place();
    let (real, link) = (directory.path().join("real"), directory.path().join("link"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let queue = Queue::<&str>::new();
    let source = queue.source();
    let context = StreamingContext::builder().clock(ManualClock::new()).workers(1);
    let context = context.build().unwrap();
    context.start(stream! { from(source) |> save_as_text_files(real.join("out")) }).unwrap();
    streamdsl_tests::until("the job has locked its output", || !names(&real).is_empty());
    let others =
        [link.join("out"), directory.path().join("real/../link/./out"), link.join("../real/out")];
    for other in &others {
        let job = stream! { memory([["b"]]) |> save_as_text_files(other) };
        let message = testing::run(job).unwrap_err().to_string();
        assert!(message.contains("another job"), "{message}");
    }
    context.stop(StopMode::Graceful).unwrap();
    for other in &others {
        testing::run(stream! { memory([["b"]]) |> save_as_text_files(other) }).unwrap();
    }
    assert_eq!(names(&real), ["out-1000"]);
}

const LINES: usize = 500;

/// Every visible directory is complete.
fn assert_complete(directory: &Path) {
    assert_eq!(names(directory), ["_SUCCESS", "part-00000"], "{}", directory.display());
    assert_eq!(lines(directory).len(), LINES, "{}", directory.display());
}

/// The directories of batches, without hidden ones.
fn visible(directory: &Path) -> Vec<String> {
    names(directory).into_iter().filter(|name| name.starts_with("out-")).collect()
}

#[test]
fn a_process_killed_at_any_instant_leaves_complete_directories() {
    const NAME: &str = "directories::a_process_killed_at_any_instant_leaves_complete_directories";
    const CHILD: &str = "STREAMDSL_TEST_KILLED";
    if let Ok(prefix) = std::env::var(CHILD) {
        let batches = (0..).map(|batch| (0..LINES).map(move |line| format!("{batch} {line}")));
        testing::run_on(1, stream! { memory(batches) |> save_as_text_files(prefix) }).unwrap();
    }
    let (directory, prefix) = place();
    for _round in 0..5 {
        let before = visible(directory.path()).len();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([NAME, "--exact"])
            .env(CHILD, &prefix)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        // The first directories already exist from the previous round and are replaced.
        while visible(directory.path()).len() < before + 3 && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let visible = visible(directory.path());
        assert!(visible.len() >= before + 3, "the child has written {} batches", visible.len());
        for name in visible {
            assert_complete(&directory.path().join(name));
        }
    }
}
