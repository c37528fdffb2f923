//! Programs that no longer have the slots of their snapshot: refused, kept, dropped, renamed, fresh.

use std::sync::{Arc, Mutex};

use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;

use crate::parts::{Item, Output, part, part_with};

fn input() -> Vec<Vec<Item>> {
    vec![vec![("a", 1)], vec![("b", 2)], vec![("a", 4)]]
}

fn nothing(batches: usize) -> Vec<Vec<Item>> {
    vec![vec![]; batches]
}

/// A window and a running total.
fn counting(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
    stream! {
        let input = memory(input);
        let sums = input |> reduce_by_key(+) |> window(4s, 1s);
        let totals = input |> update_state_by_key(total);
        sums |> collect(out);
        totals |> foreach(drop);
    }
}

fn total(new: &[i64], total: Option<i64>) -> Option<i64> {
    Some(total.unwrap_or(0) + new.iter().sum::<i64>())
}

/// The same without the window.
fn totals(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
    stream! {
        let totals = memory(input) |> update_state_by_key(total);
        totals |> map(|(key, total)| (key.to_owned(), total)) |> collect(out);
    }
}

fn stateless(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
    stream! { memory(input) |> map(|(key, n)| (key.to_owned(), n)) |> collect(out) }
}

fn saved() -> Snapshot {
    part(2, None, |out| counting(input(), out)).unwrap().1
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.slots().map(|(name, _)| name).collect()
}

type Program = fn(Vec<Vec<Item>>, &Collected<(String, i64)>) -> Pipeline;
type Part = Result<(Output<(String, i64)>, Snapshot), Error>;

fn with(snapshot: Snapshot, settings: impl FnOnce(Builder) -> Builder, program: Program) -> Part {
    part_with(3, Some(snapshot), settings, |out| program(nothing(1), out))
}

#[track_caller]
fn message(part: Part) -> String {
    part.expect_err("it is refused").to_string()
}

fn pairs(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    pairs.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn state_that_the_program_has_no_place_for_is_refused() {
    let error = with(saved(), |builder| builder, totals).err().unwrap();
    let Error::MissingSlots { slots, .. } = &error else { panic!("{error}") };
    assert_eq!(slots, &["sums.window"]);
    assert_eq!(
        error.to_string(),
        "the saved state holds slots that the program does not have:\n  `sums.window`: every slot of \
         the program has its state\nIf the state is not needed, \
         `on_missing_slot(OnMissingSlot::Drop)` drops it, `on_missing_slot(OnMissingSlot::Keep)` \
         carries it along, and `fresh()` begins without any state"
    );
    let error = message(with(saved(), |builder| builder, stateless));
    assert!(
        error.contains("\n  `sums.window`: the program keeps no state\n  `totals.up"),
        "{error}"
    );
    let renamed: Program = |input, out| {
        stream! {
            let input = memory(input);
            let summed = input |> reduce_by_key(+) |> window(4s, 1s);
            let totals = input |> update_state_by_key(total);
            summed |> collect(out);
            totals |> foreach(drop);
        }
    };
    let error = message(with(saved(), |builder| builder, renamed));
    let near = "`sums.window`: the nearest slots without saved state are `summed.window`";
    assert!(error.contains(near) && !error.contains("`totals"), "{error}");
    let call = "write `slot = \"sums.window\"` at that operator, or call \
                `rename_slot(\"sums.window\", \"summed.window\")` at the builder";
    assert!(error.contains(call), "{error}");
    let renaming = |builder: Builder| builder.rename_slot("sums.window", "summed.window");
    let (output, last) = with(saved(), renaming, renamed).unwrap();
    assert_eq!(output, [(4, pairs(&[("a", 5), ("b", 2)]))]);
    assert_eq!(names(&last), ["summed.window", "totals.update_state_by_key"]);
    // The call can stay.
    assert_eq!(with(last, renaming, renamed).unwrap().0, [(5, pairs(&[("a", 4), ("b", 2)]))]);
}

#[test]
fn state_that_is_kept_waits_for_a_program_that_has_it() {
    let keeping = |builder: Builder| builder.on_missing_slot(OnMissingSlot::Keep);
    let (_, without_window) = with(saved(), keeping, totals).unwrap();
    assert_eq!(without_window.batches(), 4);
    let both = ["sums.window", "totals.update_state_by_key"];
    assert_eq!(names(&without_window), both);
    let (_, without_state) = with(without_window, keeping, stateless).unwrap();
    assert_eq!(names(&without_state), both);
    let (output, _) = with(without_state.clone(), |builder| builder, totals_and_sums).unwrap();
    // Batch 6: the batches 3 to 6 are in the window, and all totals are as they were.
    assert_eq!(output, [(6, pairs(&[("a", 4), ("a", 5), ("b", 2)]))]);
    let (output, _) = with(without_state, keeping, totals).unwrap();
    assert_eq!(output, [(6, pairs(&[("a", 5), ("b", 2)]))]);
}

/// Window and totals, into one output.
fn totals_and_sums(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
    stream! {
        let input = memory(input);
        let sums = input |> reduce_by_key(+) |> window(4s, 1s);
        let totals = input |> update_state_by_key(total);
        let owned = totals |> map(|(key, total)| (key.to_owned(), total));
        sums |> map(|(key, n)| (key.to_owned(), n)) |> union(owned) |> collect(out);
    }
}

#[test]
fn a_window_that_is_taken_up_again_has_lost_the_batches_between() {
    // Each program has its windows in panes of several batches, of which the last is not complete,
    // and in each of the strategies: few panes, two stacks, totals.
    fn windows(input: Vec<Vec<Item>>, out: &Collected<(String, i64)>) -> Pipeline {
        stream! {
            let input = memory(input);
            let few = input |> reduce_by_key(|a, b| a + b) |> window(4s, 2s);
            let stacks = input |> map(|(key, n)| (key.len(), n)) |> reduce_by_key(max) |> window(20s, 2s);
            let totals = input |> reduce_by_key_and_window(+, 6s, 2s, inverse = |a, b| a - b);
            let one = input |> map(|(_, n)| n) |> reduce_by_window(+, 4s, 2s);
            let count = input |> count_by_window(20s, 2s);
            let records = input |> window(6s, 2s);
            few |> map(|(key, n)| (format!("few {key}"), n)) |> collect(out);
            stacks |> map(|(key, n)| (format!("stacks {key}"), n)) |> collect(out);
            totals |> map(|(key, n)| (format!("totals {key}"), n)) |> collect(out);
            one |> map(|n| ("one".to_owned(), n)) |> collect(out);
            count |> map(|n| ("count".to_owned(), n as i64)) |> collect(out);
            records |> map(|(key, n)| (format!("record {key}"), n)) |> collect(out);
        }
    }
    let input = |batches: usize| -> Vec<Vec<Item>> {
        let batch = |n: usize| vec![(["a", "bb", "ccc"][n % 3], 1 << n), ("all", 1 << n)];
        (0..batches).map(batch).collect()
    };
    let keeping = |builder: Builder| builder.on_missing_slot(OnMissingSlot::Keep);
    for (before, gap) in [(3, 1), (5, 1), (5, 2), (5, 3), (4, 3), (5, 14), (5, 30)] {
        let whole = [input(before), nothing(gap), input(4)].concat();
        let (whole, _) = part(2, None, |out| windows(whole, out)).unwrap();
        let (_, first) = part(3, None, |out| windows(input(before), out)).unwrap();
        let (_, kept) =
            part_with(1, Some(first), keeping, |out| stateless(nothing(gap), out)).unwrap();
        let (rest, _) = part(2, Some(kept), |out| windows(input(4), out)).unwrap();
        let after = (before + gap) as u64;
        let expected: Output<_> = whole.into_iter().filter(|(time, _)| *time > after).collect();
        assert_eq!(rest, expected, "{before} batches, then {gap} without the windows");
    }
}

#[test]
fn state_that_is_dropped_is_named_in_a_notice() {
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let dropping = |builder: Builder| {
        builder
            .on_missing_slot(OnMissingSlot::Drop)
            .on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()))
    };
    let (_, last) = with(saved(), dropping, stateless).unwrap();
    assert_eq!((names(&last).len(), last.batches()), (0, 4));
    let expected = "checkpoints: the program does not have the slots `sums.window`, \
                    `totals.update_state_by_key`; their state is dropped";
    assert_eq!(*notices.lock().unwrap(), [expected]);
}

#[test]
fn a_fresh_job_has_no_state_and_counts_anew() {
    let (output, last) = with(saved(), Builder::fresh, stateless).unwrap();
    assert_eq!((output, last.batches()), (vec![(4, vec![])], 1));
    let (output, last) = with(saved(), Builder::fresh, totals).unwrap();
    assert_eq!((output, last.batches()), (vec![(4, vec![])], 1));
    assert_eq!(names(&last), ["totals.update_state_by_key"]);
    // The batch interval of the old state does not matter.
    let longer = |builder: Builder| builder.fresh().batch_interval(Duration::from_secs(2));
    let (output, _) = part_with(1, Some(saved()), longer, |out: &Collected<u64>| {
        stream! { memory(nothing(2)) |> count_by_window(4s) |> collect(out) }
    })
    .unwrap();
    assert_eq!(output, [(4, vec![0]), (6, vec![0])]);
}

#[test]
fn unknown_names_are_refused_before_the_first_batch() {
    let rename = |old: &str, new: &str| {
        let (old, new) = (old.to_owned(), new.to_owned());
        message(with(saved(), |builder| builder.rename_slot(old, new), counting))
    };
    assert_eq!(
        rename("sums.window", "total.window"),
        "configuration: `rename_slot(\"sums.window\", \"total.window\")`: the program has no slot \
         `total.window`; the nearest slots are `sums.window`, `totals.update_state_by_key`"
    );
    let taken = rename("totals.update_state_by_key", "sums.window");
    assert!(taken.contains("still has the slot `totals.update_state_by_key`"), "{taken}");
    let across = |builder: Builder| builder.keep_slot_across_combiner("sum.window");
    let unknown = message(with(saved(), across, counting));
    assert!(unknown.contains("the program has no slot `sum.window`; the nearest"), "{unknown}");
    // Also without any saved state: a misspelt name is a mistake all the same.
    let unknown = part_with(1, None, across, |out| counting(input(), out)).err().unwrap();
    assert!(unknown.to_string().contains("no slot `sum.window`"), "{unknown}");
}

#[test]
fn a_snapshot_says_when_its_last_batch_ended() {
    for workers in 1..=3 {
        let program: Program = stateless;
        let (_, first) = part(workers, None, |out| program(input(), out)).unwrap();
        assert_eq!(first.time(), Some(BatchTime::from_millis(3000)));
        let (_, second) = part(workers, Some(first), |out| program(nothing(2), out)).unwrap();
        assert_eq!((second.batches(), second.time()), (5, Some(BatchTime::from_millis(5000))));
        let (_, third) = part(workers, Some(second), |out| program(nothing(0), out)).unwrap();
        assert_eq!((third.batches(), third.time()), (5, Some(BatchTime::from_millis(5000))));
    }
}
