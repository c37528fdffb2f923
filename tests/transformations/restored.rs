//! Jobs that continue from a snapshot, with another number of workers.

use streamdsl::prelude::*;
use streamdsl::state::Snapshot;
use streamdsl_tests::{deterministic, pairs, sorted};

const LONG: &str = "a key that is too long to lie in a slot";

/// The pairs of a batch.
type Pairs = Vec<(&'static str, i64)>;

/// Runs a program over the first two batches on one number of workers, and continues with the other
/// batches on another number.
fn in_two_parts<T: Clone + PartialOrd>(
    batches: &[Pairs],
    (before, after): (usize, usize),
    program: impl Fn(Vec<Pairs>, &Collected<T>) -> Pipeline,
) -> Vec<Vec<T>> {
    let out = Collected::new();
    let context = deterministic(before).build().unwrap();
    context.run(program(batches[..2].to_vec(), &out)).unwrap();
    let snapshot = context.snapshot().unwrap();
    assert_eq!(snapshot.batches(), 2);
    let context = deterministic(after).restore(snapshot).build().unwrap();
    context.run(program(batches[2..].to_vec(), &out)).unwrap();
    out.sorted_batches()
}

/// Every pair of numbers of workers from one to three.
fn workers() -> impl Iterator<Item = (usize, usize)> {
    (1..=3).flat_map(|before| (1..=3).map(move |after| (before, after)))
}

fn input() -> Vec<Pairs> {
    vec![
        vec![("a", 1), (LONG, 2), ("b", 3)],
        vec![("a", 4)],
        vec![(LONG, 5), ("c", 6)],
        vec![],
        vec![("a", 7)],
    ]
}

#[test]
fn windows_of_every_strategy_go_on() {
    let sums = |window: usize| -> Vec<Vec<i64>> {
        let batches = input();
        let sum = |end: usize| {
            let window = batches[(end + 1).saturating_sub(window)..=end].concat();
            window.into_iter().map(|(_, n)| n).reduce(|a, b| a + b).into_iter().collect()
        };
        (0..batches.len()).map(sum).collect()
    };
    for workers in workers() {
        let few = in_two_parts(&input(), workers, |input, out| {
            stream! { memory(input) |> values |> reduce_by_window(+, 3s, 1s) |> collect(out) }
        });
        assert_eq!(few, sums(3), "{workers:?}");
        let totals = in_two_parts(&input(), workers, |input, out| {
            stream! {
                memory(input) |> values
                    |> reduce_by_window(+, 3s, 1s, inverse = |total, old| total - old)
                    |> collect(out)
            }
        });
        assert_eq!(totals, sums(3), "{workers:?}");
        let stacks = in_two_parts(&input(), workers, |input, out| {
            stream! { memory(input) |> values |> reduce_by_window(|a, b| a + b, 20s, 1s) |> collect(out) }
        });
        assert_eq!(stacks, sums(20), "{workers:?}");
    }
}

#[test]
fn windows_of_groups_values_and_filtered_totals_go_on() {
    for workers in workers() {
        let groups = in_two_parts(&input(), workers, |input, out| {
            stream! {
                memory(input) |> group_by_key_and_window(3s, 1s)
                    |> map(|(key, values)| (key.to_owned(), sorted(values))) |> collect(out)
            }
        });
        let third = [("a", vec![1, 4]), (LONG, vec![2, 5]), ("b", vec![3]), ("c", vec![6])];
        let third = third.map(|(key, values)| (key.to_owned(), values)).to_vec();
        assert_eq!(groups[2], sorted(third), "{workers:?}");
        let counts = in_two_parts(&input(), workers, |input, out| {
            stream! { memory(input) |> keys |> count_by_value_and_window(3s, 1s) |> collect(out) }
        });
        let third = pairs(&[&[("a", 2), (LONG, 2), ("b", 1), ("c", 1)]]).remove(0);
        assert_eq!(counts[2], sorted(third), "{workers:?}");
        let totals = in_two_parts(&input(), workers, |input, out| {
            stream! {
                memory(input)
                    |> reduce_by_key_and_window(+, 3s, 1s, filter = |(_, total)| *total > 5)
                    |> collect(out)
            }
        });
        assert_eq!(totals[2], sorted(pairs(&[&[(LONG, 7), ("c", 6)]]).remove(0)), "{workers:?}");
    }
}

/// A program with a window only, and one that keeps state beside it.
fn with_state(
    input: Vec<Pairs>,
    states: &Collected<(String, i64)>,
    sums: &Collected<(String, i64)>,
) -> Pipeline {
    stream! {
        let input = memory(input);
        input |> count_by_window(2s, 1s, slot = "counts") |> foreach_batch(|_| ());
        let updated = input
            |> map_with_state(
                |_, value, state| state.update(state.get().unwrap_or(&0) + value.unwrap()),
                initial = [("a", 100)],
                slot = "states",
            );
        updated |> state_snapshots |> collect(states);
        input
            |> update_state_by_key(
                |values, sum| Some(sum.unwrap_or(0) + values.iter().sum::<i64>()),
                initial = [("a", 1000)],
                slot = "sums",
            )
            |> collect(sums);
    }
}

fn snapshot_of(job: Pipeline) -> Snapshot {
    let context = deterministic(2).build().unwrap();
    context.run(job).unwrap();
    context.snapshot().unwrap()
}

#[test]
fn given_states_are_not_given_again_to_a_job_that_goes_on() {
    let (states, sums) = (Collected::new(), Collected::new());
    let snapshot = snapshot_of(with_state(vec![vec![("a", 1)]], &states, &sums));
    let context = deterministic(3).restore(snapshot).build().unwrap();
    context.run(with_state(vec![vec![("a", 2)]], &states, &sums)).unwrap();
    assert_eq!(states.batches(), pairs(&[&[("a", 101)], &[("a", 103)]]));
    assert_eq!(sums.batches(), pairs(&[&[("a", 1001)], &[("a", 1003)]]));
}

#[test]
fn an_operator_that_the_snapshot_does_not_know_starts_with_what_it_is_given() {
    let (states, sums) = (Collected::new(), Collected::new());
    let older = stream! {
        memory([[("a", 1_i64)]]) |> count_by_window(2s, 1s, slot = "counts") |> foreach_batch(|_| ())
    };
    let snapshot = snapshot_of(older);
    let context = deterministic(2).restore(snapshot).build().unwrap();
    context.run(with_state(vec![vec![("a", 2)]], &states, &sums)).unwrap();
    assert_eq!(states.batches(), pairs(&[&[("a", 102)]]));
    assert_eq!(sums.batches(), pairs(&[&[("a", 1002)]]));
}

#[test]
fn states_of_another_type_are_refused_by_their_slot() {
    let (states, sums) = (Collected::new(), Collected::new());
    let snapshot = snapshot_of(with_state(vec![vec![("a", 1)]], &states, &sums));
    let changed = stream! {
        let states = memory([[("a", 1)]])
            |> map_with_state(|_, _, state| state.update("text".to_owned()), slot = "states");
        states |> count |> foreach_batch(|_| ());
    };
    let dropping = deterministic(1).restore(snapshot).on_missing_slot(OnMissingSlot::Drop);
    let context = dropping.build().unwrap();
    let error = context.run(changed).unwrap_err();
    let Error::State { slot, message } = &error else { panic!("{error}") };
    assert_eq!(slot, "states");
    assert!(message.contains("i64") && message.contains("String"), "{message}");
}
