//! `save_as_text_files`: directories appear complete or not at all.

use std::fs;
use std::path::Path;

use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, failure, sorted};

/// The names in a directory, including hidden names.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    sorted(entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
}

/// The lines of all parts of a saved batch.
fn saved(directory: &Path) -> Vec<String> {
    assert_eq!(fs::read(directory.join("_SUCCESS")).unwrap(), b"");
    let parts = names(directory);
    let parts = parts.iter().filter(|name| *name != "_SUCCESS").enumerate();
    let mut lines = Vec::new();
    for (index, name) in parts {
        assert_eq!(*name, format!("part-{index:05}"));
        let text = fs::read_to_string(directory.join(name)).unwrap();
        assert!(text.ends_with('\n'), "{text:?}");
        lines.extend(text.lines().map(str::to_owned));
    }
    sorted(lines)
}

fn prefix(directory: &tempfile::TempDir, name: &str) -> String {
    directory.path().join(name).display().to_string()
}

#[test]
fn each_batch_with_records_becomes_a_directory() {
    for workers in WORKERS {
        let directory = tempfile::tempdir().unwrap();
        let job = stream! {
            memory([vec!["b", "a", "b"], vec![], vec!["ü"]])
                |> count_by_value |> save_as_text_files(prefix(&directory, "counts"), "txt")
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(names(directory.path()), ["counts-1000.txt", "counts-3000.txt"]);
        let lines = saved(&directory.path().join("counts-1000.txt"));
        assert_eq!(lines, [r#"("a", 1)"#, r#"("b", 2)"#]);
        assert_eq!(saved(&directory.path().join("counts-3000.txt")), [r#"("ü", 1)"#]);
    }
}

#[test]
fn text_is_written_as_it_is_and_the_suffix_may_be_left_out() {
    let directory = tempfile::tempdir().unwrap();
    let job = stream! {
        let lines = memory([["it's \"so\"", ""]]);
        lines |> save_as_text_files(prefix(&directory, "plain"));
        lines |> map(|line| line.to_owned()) |> save_as_text_files(prefix(&directory, "owned"));
        lines |> map(|line| line.len()) |> save_as_text_files(prefix = prefix(&directory, "len"), suffix = "n");
    };
    testing::run(job).unwrap();
    assert_eq!(names(directory.path()), ["len-1000.n", "owned-1000", "plain-1000"]);
    let at = |name: &str| saved(&directory.path().join(name));
    assert_eq!(at("plain-1000"), ["", "it's \"so\""]);
    assert_eq!(at("owned-1000"), ["", "it's \"so\""]);
    assert_eq!(at("len-1000.n"), ["0", "9"]);
}

#[test]
fn large_batches_are_complete() {
    for workers in WORKERS {
        let directory = tempfile::tempdir().unwrap();
        let job = stream! { memory([0..20_000]) |> save_as_text_files(prefix(&directory, "n")) };
        testing::run_on(workers, job).unwrap();
        let expected: Vec<String> = sorted((0..20_000).map(|n| n.to_string()).collect());
        assert_eq!(saved(&directory.path().join("n-1000")), expected);
    }
}

#[test]
fn missing_parents_are_made_and_old_output_is_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let old = directory.path().join("deep/er/out-1000");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("part-00007"), "stale\n").unwrap();
    let job =
        stream! { memory([["new"]]) |> save_as_text_files(prefix(&directory, "deep/er/out")) };
    testing::run(job).unwrap();
    assert_eq!(saved(&old), ["new"]);
    let job =
        stream! { memory([["x"]]) |> save_as_text_files(prefix(&directory, "not/there/out")) };
    testing::run(job).unwrap();
    assert_eq!(names(&directory.path().join("not/there")), ["out-1000"]);
    assert_eq!(names(&directory.path().join("deep/er")), ["out-1000"]);
}

#[test]
fn the_rest_of_a_crash_is_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let half = directory.path().join(".out-1000.incomplete");
    fs::create_dir(&half).unwrap();
    fs::write(half.join("part-00009"), "half a batch").unwrap();
    let job = stream! { memory([["new"]]) |> save_as_text_files(prefix(&directory, "out")) };
    testing::run(job).unwrap();
    assert_eq!(names(directory.path()), ["out-1000"]);
    assert_eq!(saved(&directory.path().join("out-1000")), ["new"]);
}

#[test]
fn a_prefix_that_cannot_be_written_is_named_and_nothing_is_left() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("file"), "in the way").unwrap();
    let prefix = prefix(&directory, "file/out");
    let error =
        failure(|| stream! { memory([["a"], ["b"]]) |> save_as_text_files(&prefix, "txt") });
    let text = error.to_string();
    assert!(matches!(error, Error::Sink { .. }), "{text}");
    assert!(text.contains(&format!("cannot write {prefix}-1000.txt: ")), "{text}");
    let kind = error.io_error().map(std::io::Error::kind);
    assert_eq!(kind, Some(std::io::ErrorKind::NotADirectory), "{text}");
    assert!(text.contains("`save_as_text_files` could not write the batch of"), "{text}");
    assert_eq!(names(directory.path()), ["file"]);
}

#[test]
fn a_file_in_the_place_of_the_directory_is_an_error_that_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("out-1000"), "precious").unwrap();
    let prefix = prefix(&directory, "out");
    let error = failure(|| stream! { memory([["a"]]) |> save_as_text_files(&prefix) });
    assert!(error.to_string().contains("cannot write"), "{error}");
    assert_eq!(fs::read_to_string(directory.path().join("out-1000")).unwrap(), "precious");
    assert_eq!(names(directory.path()), ["out-1000"]);
}

#[test]
fn a_failing_batch_leaves_the_earlier_ones() {
    let directory = tempfile::tempdir().unwrap();
    let prefix = prefix(&directory, "out");
    let error = failure(|| {
        stream! {
            memory([[1], [0], [2]]) |> map(|n| 10 / n) |> save_as_text_files(&prefix)
        }
    });
    assert!(matches!(error, Error::UserCode { .. }), "{error}");
    assert_eq!(names(directory.path()), ["out-1000"]);
}
