//! Sources of snapshots: jobs that end by themselves and jobs that are stopped.

use std::time::Duration;

use streamdsl::prelude::*;
use streamdsl::source::memory_channel;
use streamdsl::state::Snapshot;
use streamdsl_tests::{WORKERS, deterministic, pairs};

use crate::parts::{Item, part};

const PATIENCE: Duration = Duration::from_secs(20);

fn counts(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
    stream! { memory(input) |> reduce_by_key(+) |> window(3s, 1s) |> collect(out) }
}

#[test]
fn a_graceful_stop_keeps_what_was_received() {
    for workers in WORKERS {
        let clock = ManualClock::new();
        let (queue, source) = memory_channel();
        let context = deterministic(workers).clock(clock.clone()).build().unwrap();
        let out = Collected::new();
        let job = stream! { from(source) |> reduce_by_key(+) |> window(3s, 1s) |> collect(&out) };
        assert!(queue.push([("a", 1_i64)]) && queue.push([("b", 2)]));
        context.start(job).unwrap();
        clock.advance(Duration::from_secs(2));
        assert!(context.wait_for_batches(2, PATIENCE).unwrap());
        assert!(context.snapshot().is_none(), "a running job has no snapshot");
        // The records queued when the job is stopped are its last batch.
        assert!(queue.push([("a", 10)]));
        context.stop(StopMode::Graceful).unwrap();
        assert!(!queue.push([("a", 100)]));
        let expected = pairs(&[&[("a", 1)], &[("a", 1), ("b", 2)], &[("a", 11), ("b", 2)]]);
        assert_eq!(out.sorted_batches(), expected);
        let snapshot = context.snapshot().unwrap();
        assert_eq!(snapshot.batches(), 3);
        let (rest, _) = part(2, Some(snapshot), |out| counts(vec![vec![], vec![]], out)).unwrap();
        let expected = pairs(&[&[("a", 10), ("b", 2)], &[("a", 10)]]);
        assert_eq!(rest.into_iter().map(|(_, records)| records).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_stop_between_batches_adds_none() {
    for workers in WORKERS {
        let clock = ManualClock::new();
        let (queue, source) = memory_channel();
        let context = deterministic(workers).clock(clock.clone()).build().unwrap();
        let out = Collected::new();
        let job = stream! { from(source) |> count_by_window(2s, 1s) |> collect(&out) };
        assert!(queue.push(["x"]));
        context.start(job).unwrap();
        clock.advance(Duration::from_secs(1));
        assert!(context.wait_for_batches(1, PATIENCE).unwrap());
        context.stop(StopMode::Graceful).unwrap();
        assert_eq!(out.records(), [1]);
        assert_eq!(context.snapshot().unwrap().batches(), 1);
    }
}

#[test]
fn an_immediate_stop_and_a_failure_leave_nothing() {
    for workers in WORKERS {
        let clock = ManualClock::new();
        let (_queue, source) = memory_channel::<i32>();
        let context = deterministic(workers).clock(clock.clone()).build().unwrap();
        context.start(stream! { from(source) |> count_by_window(2s, 1s) |> pprint(0) }).unwrap();
        context.stop(StopMode::Immediate).unwrap();
        assert!(context.snapshot().is_none());
        let context = deterministic(workers).build().unwrap();
        let job = stream! {
            memory([[1], [0]]) |> map(|n| 1 / n) |> count_by_window(2s, 1s) |> collect(&Collected::new())
        };
        assert!(context.run(job).is_err());
        assert!(context.snapshot().is_none());
    }
}

#[test]
fn a_job_that_ends_at_once_keeps_what_it_was_given() {
    let all = |input: Vec<Vec<Item>>, out: &Collected<(String, i64)>| {
        stream! {
            let input = memory(input);
            let sums = input |> reduce_by_key(+) |> window(3s, 1s);
            sums |> window(6s, 2s) |> collect(out);
            input |> window(4s, 2s) |> pprint(0);
            input |> count_by_window(5s, 1s) |> pprint(0);
            input |> map(|(_, n)| n) |> reduce_by_window(max, 5s, 1s) |> pprint(0);
            input |> update_state_by_key(|new, n| Some(n.unwrap_or(0) + new.len())) |> pprint(0);
            input |> map_with_state(|_, new, state| if let Some(n) = new { state.update(n) }) |> pprint(0);
        }
    };
    let input = || {
        vec![
            vec![("a", 1), ("b", 5)],
            vec![("a", 2)],
            vec![("c", 3)],
            vec![("a", 4)],
            vec![],
            vec![],
        ]
    };
    let (whole, _) = part(2, None, |out| all(input(), out)).unwrap();
    let (mut output, mut snapshot) = part(3, None, |out| all(input()[..3].to_vec(), out)).unwrap();
    for workers in [1, 3, 2, 1] {
        let (nothing, kept) = part(workers, Some(snapshot), |out| all(vec![], out)).unwrap();
        assert!(nothing.is_empty());
        assert_eq!(kept.batches(), 3);
        assert_eq!(kept.slots().count(), 7);
        snapshot = kept;
    }
    let (rest, _) = part(2, Some(snapshot), |out| all(input()[3..].to_vec(), out)).unwrap();
    output.extend(rest);
    assert_eq!(output, whole);
}

#[test]
fn an_empty_snapshot_is_a_fresh_start() {
    let (fresh, _) = part(1, None, |out| counts(vec![vec![("a", 1)]], out)).unwrap();
    let (restored, snapshot) =
        part(2, Some(Snapshot::default()), |out| counts(vec![vec![("a", 1)]], out)).unwrap();
    assert_eq!(restored, fresh);
    assert_eq!(snapshot.batches(), 1);
}
