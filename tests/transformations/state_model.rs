//! `map_with_state` compared with a naive model: timeouts, removals, snapshots of the states, and a
//! restart from a snapshot of the job with another number of workers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use streamdsl::clock::SimulatedClock;
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;
use streamdsl_tests::{deterministic, sorted};

const KEYS: [&str; 6] =
    ["", "a", "b\0", "sixteen bytes ok", "a key that is too long to lie in a slot", "z"];

/// The effect of a record on the state of its key.
const REMOVE: i64 = 0;
const LOOK: i64 = 1;

/// At most one record for a key in each batch, so that the order of records does not matter.
type Batch = BTreeMap<&'static str, i64>;

/// The output of the function for a key: the value, the state it found, whether the key timed out.
type Said = (String, Option<i64>, Option<i64>, bool);

/// The results of a batch: the outputs, and all states.
type Outcome = (Vec<Said>, Vec<(String, i64)>);

/// The model, with times in batches.
fn model(batches: &[Batch], timeout: Option<u64>) -> Vec<Outcome> {
    let mut states: BTreeMap<&str, (i64, u64)> = BTreeMap::new();
    let step = |(now, batch): (u64, &Batch)| {
        let mut said = Vec::new();
        for (key, value) in batch {
            let old = states.get(key).map(|(state, _)| *state);
            said.push(((*key).to_owned(), Some(*value), old, false));
            let new = match *value {
                REMOVE => None,
                LOOK => old,
                n => Some(old.unwrap_or(0) + n),
            };
            states.remove(key);
            states.extend(new.map(|state| (*key, (state, now))));
        }
        states.retain(|key, (state, touched)| {
            let over = timeout.is_some_and(|timeout| *touched + timeout < now);
            if over {
                said.push(((*key).to_owned(), None, Some(*state), true));
            }
            !over
        });
        let states = states.iter().map(|(key, (state, _))| ((*key).to_owned(), *state)).collect();
        (sorted(said), states)
    };
    (1..).zip(batches).map(step).collect()
}

/// The results of the program for some batches, and the state at its end.
fn run(
    batches: &[Batch],
    timeout: Option<u64>,
    workers: usize,
    from: Option<(u64, Snapshot)>,
) -> (Vec<Outcome>, Snapshot) {
    let (said, states) = (Collected::new(), Collected::new());
    let input: Vec<Vec<(&str, i64)>> = batches
        .iter()
        .map(|batch| batch.iter().map(|(key, value)| (*key, *value)).collect())
        .collect();
    // A timeout of one year means no timeout.
    let timeout = Duration::from_secs(timeout.unwrap_or(366 * 24 * 3600));
    let job = stream! {
        let keyed = memory(input)
            |> map_with_state(|key, value, state| {
                let old = state.get().copied();
                match value {
                    Some(REMOVE) => state.remove(),
                    Some(LOOK) | None => {}
                    Some(n) => state.update(old.unwrap_or(0) + n),
                }
                (key.to_owned(), value, old, state.is_timing_out())
            }, timeout = timeout, slot = "keyed");
        keyed |> collect(&said);
        keyed |> state_snapshots |> collect(&states);
    };
    let mut builder = deterministic(workers);
    if let Some((seconds, snapshot)) = from {
        let clock = SimulatedClock::at(Duration::from_secs(seconds));
        builder = builder.restore(snapshot).clock(clock);
    }
    let context = builder.build().unwrap();
    context.run(job).unwrap();
    let outcomes = said.sorted_batches().into_iter().zip(states.sorted_batches());
    (outcomes.collect(), context.snapshot().unwrap())
}

fn batches() -> impl Strategy<Value = Vec<Batch>> {
    let record = (prop::sample::select(KEYS.to_vec()), 0..5_i64);
    let batch = prop_oneof![
        1 => Just(Batch::new()),
        2 => prop::collection::vec(record, 0..4).prop_map(|records| records.into_iter().collect()),
    ];
    prop::collection::vec(batch, 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn it_does_what_the_model_does(
        batches in batches(),
        timeout in prop::option::of(0..5_u64),
        workers in 1..=3_usize,
    ) {
        prop_assert_eq!(run(&batches, timeout, workers, None).0, model(&batches, timeout));
    }

    #[test]
    fn it_goes_on_where_another_number_of_workers_has_stopped(
        batches in batches(),
        cut in 0..20_usize,
        timeout in prop::option::of(0..5_u64),
        (before, after) in (1..=3_usize, 1..=3_usize),
    ) {
        let cut = cut.clamp(1, batches.len());
        let (first, rest) = batches.split_at(cut);
        let (mut outcomes, snapshot) = run(first, timeout, before, None);
        if !rest.is_empty() {
            let from = Some((cut as u64, snapshot));
            outcomes.extend(run(rest, timeout, after, from).0);
        }
        prop_assert_eq!(outcomes, model(&batches, timeout));
    }
}
