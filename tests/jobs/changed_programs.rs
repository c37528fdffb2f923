//! Programs that change between two jobs on one checkpoint directory: processes that are killed, and
//! the names that such programs need.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use streamdsl::prelude::*;
use streamdsl_tests::{deterministic, until};
use tempfile::TempDir;

use crate::checkpoints::{checkpoints, lines};

fn add(new: &[i64], total: Option<i64>) -> Option<i64> {
    Some(new.iter().sum::<i64>() + total.unwrap_or(0))
}

#[test]
fn processes_of_two_versions_killed_in_turn_go_on_with_each_other() {
    const NAME: &str =
        "changed_programs::processes_of_two_versions_killed_in_turn_go_on_with_each_other";
    const CHILD: &str = "STREAMDSL_TEST_CHANGED_PROGRAMS";
    const VERSION: &str = "STREAMDSL_TEST_VERSION";
    if let (Ok(place), Ok(version)) = (std::env::var(CHILD), std::env::var(VERSION)) {
        return count_for_ever(Path::new(&place), &version);
    }
    let place = TempDir::new().unwrap();
    let mut last = 0;
    for (round, version) in ["first", "second", "second", "first", "second"].iter().enumerate() {
        let log = place.path().join("log");
        let _ = fs::remove_file(&log);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([NAME, "--exact"])
            .env(CHILD, place.path())
            .env(VERSION, version)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let state = place.path().join("state");
        let newest = || state.exists().then(|| checkpoints(&state).pop()).flatten();
        let before = newest();
        until("the child has counted and saved", || {
            newest() > before && lines(&log).len() >= 40 + 11 * round
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = lines(&log);
        let first = lines[0].0;
        assert!(first <= last + 1, "{first} cannot follow {last}");
        assert_eq!(first == 1, round == 0, "the state of round {round} begins with {first}");
        for ((total, window), expected) in lines.iter().zip(first..) {
            assert_eq!((*total, *window), (expected, expected.min(3)));
        }
        last = lines[lines.len() - 1].0;
    }
}

/// Counts batches of one record, and logs the total and the count of a window of three. The versions
/// have the operators in another order and under other names.
fn count_for_ever(place: &Path, version: &str) {
    let batches = std::iter::repeat_with(|| vec![("all", 1_i64)]);
    let log = Mutex::new(File::create(place.join("log")).unwrap());
    let write = move |total: i64, window: u64| {
        writeln!(log.lock().unwrap(), "{total} {window}").unwrap();
    };
    let builder = deterministic(2)
        .checkpoint(place.join("state"))
        .checkpoint_interval(Duration::from_secs(1));
    let (builder, job) = if version == "first" {
        let job = stream! {
            let counts = memory(batches);
            let totals = counts |> update_state_by_key(add) |> map(|(_, total)| total);
            let recent = counts |> count_by_window(3s, 1s);
            totals |> transform_with(recent, |totals, recent| {
                totals.iter().zip(recent.iter()).collect::<Vec<_>>()
            }) |> foreach(move |(total, window)| write(total, window));
        };
        (builder.rename_slot("sums.update_state_by_key", "totals.update_state_by_key"), job)
    } else {
        let job = stream! {
            let counts = memory(batches);
            let recent = counts |> count_by_window(3s, 1s);
            let sums = counts |> update_state_by_key(add) |> map(|(_, total)| total);
            sums |> transform_with(recent, |totals, recent| {
                totals.iter().zip(recent.iter()).collect::<Vec<_>>()
            }) |> foreach(move |(total, window)| write(total, window));
        };
        (builder.rename_slot("totals.update_state_by_key", "sums.update_state_by_key"), job)
    };
    builder.build().unwrap().run(job).unwrap();
}

/// A line of the message: the place in this file, the operator as it is written, and what to do.
fn advice(line: u32, operator: &str, what: &str) -> String {
    let column = include_str!("changed_programs.rs").lines().nth(line as usize - 1).unwrap();
    let column = column.find(operator).unwrap() + 1;
    format!("  {}:{line}:{column}: `{operator}`: {what}", file!())
}

#[test]
fn operators_that_only_their_order_tells_apart_need_names_with_a_directory() {
    let place = TempDir::new().unwrap();
    let directory = place.path().join("state");
    let line = line!() + 3;
    let program = |out: &Collected<u64>| {
        stream! {
            let input = memory([vec!["a"]]);
            input |> count_by_window(2s, 1s) |> collect(out);
            input |> count_by_window(3s) |> collect(out);
            let twice = input |> window(2s) |> map(|word| word) |> window(4s);
            twice |> foreach(drop);
            let shared = input |> window(5s);
            shared |> map(|word| word.len()) |> count_by_value |> foreach(drop);
            shared |> count_by_value |> foreach(drop);
            input |> count_by_window(9s, slot = "named") |> collect(out);
        }
    };
    let refused = deterministic(2).checkpoint(&directory).build().unwrap();
    let error = refused.run(program(&Collected::new())).unwrap_err().to_string();
    let named = |at, operator, name| advice(line + at, operator, &format!("add `slot = {name:?}`"));
    let bound = |at, name| {
        let what = "bind its stream with a `let` of its own; its state is now";
        advice(line + at, "count_by_value", &format!("{what} `{name}`"))
    };
    let expected = [
        "configuration: these operators keep state, and only their order in the program tells them \
         apart. With a checkpoint directory, each of them needs a name of its own, so that it finds \
         its state again after the program has changed:"
            .to_owned(),
        named(1, "count_by_window(2s, 1s)", "count_by_window#1"),
        named(2, "count_by_window(3s)", "count_by_window#2"),
        named(3, "window(2s)", "twice.window"),
        named(3, "window(4s)", "twice.window#2"),
        bound(6, "count_by_value#1"),
        bound(7, "count_by_value#2"),
    ];
    assert_eq!(error.lines().collect::<Vec<_>>(), expected);
    assert!(!directory.exists(), "nothing is done before the names are right");
    // Without a directory, the program runs.
    let out = Collected::new();
    deterministic(2).build().unwrap().run(program(&out)).unwrap();
    assert!(!out.records().is_empty());
}
