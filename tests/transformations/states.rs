//! State per record: the function's inputs, the exact batch of timeouts, the initial state.

use std::sync::{Arc, Mutex};

use streamdsl::clock::SimulatedClock;
use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, deterministic, pairs, sorted};

const LONG: &str = "a key that is too long to lie in a slot";

#[test]
fn the_function_sees_every_record_with_the_state_of_its_key() {
    // The number of earlier records of the key. If a batch has two, one of them sees the other.
    check(&pairs(&[&[("a", 0), ("a", 1), (LONG, 0)], &[], &[("a", 2), (LONG, 1)]]), |out| {
        stream! {
            memory([vec!["a", LONG, "a"], vec![], vec![LONG, "a"]])
                |> map(|key| (key, ()))
                |> map_with_state(|key, unit, state| {
                    assert!(unit.is_some() && !state.is_timing_out());
                    assert_eq!(state.exists(), state.get().is_some());
                    let before = state.get().copied().unwrap_or(0);
                    state.update(before + 1);
                    (key.to_owned(), before)
                })
                |> collect(out)
        }
    });
}

#[test]
fn state_is_changed_in_place_and_removed() {
    // Text is collected until a full stop; then the key starts again.
    let seen =
        |texts: &[&str]| texts.iter().map(|text| (1, (*text).to_owned())).collect::<Vec<_>>();
    check(&[seen(&["to"]), seen(&["to be"]), seen(&["to be."]), seen(&["or"])], |out| {
        stream! {
            memory([[(1, "to")], [(1, " be")], [(1, ".")], [(1, "or")]])
                |> map_with_state(|key, text, state: &mut KeyState<'_, String>| {
                    let text = text.unwrap();
                    match state.get_mut() {
                        Some(sentence) => sentence.push_str(text),
                        None => state.update(text.to_owned()),
                    }
                    let sentence = state.get().unwrap().clone();
                    if text == "." {
                        state.remove();
                        assert!(!state.exists());
                    }
                    (key, sentence)
                })
                |> collect(out)
        }
    });
}

/// A user's visit of a page, and its result: the user, the length of the session so far, and
/// whether the session is over.
fn session(
    user: &'static str,
    batches: &[&[&'static str]],
    timeout: Duration,
    workers: usize,
) -> Vec<(u64, String)> {
    let said = Collected::new();
    let input: Vec<Vec<(&str, ())>> =
        batches.iter().map(|users| users.iter().map(|user| (*user, ())).collect()).collect();
    let job = stream! {
        memory(input)
            |> map_with_state(|user, visit, state| {
                let pages = state.get().copied().unwrap_or(0) + usize::from(visit.is_some());
                if visit.is_some() {
                    state.update(pages);
                }
                let over = if state.is_timing_out() { " over" } else { "" };
                (user.to_owned(), format!("{pages}{over}"))
            }, timeout = timeout)
            |> collect(&said)
    };
    testing::run_on(workers, job).unwrap();
    let mut of_user = Vec::new();
    for (time, records) in said.take() {
        let records = records.into_iter().filter(|(name, _)| name == user);
        of_user.extend(sorted(records.map(|(_, said)| (time.as_millis() / 1000, said)).collect()));
    }
    of_user
}

/// The outputs for a user, with their seconds.
fn said(expected: &[(u64, &str)]) -> Vec<(u64, String)> {
    expected.iter().map(|(second, said)| (*second, (*said).to_owned())).collect()
}

#[test]
fn a_timeout_fires_in_the_first_batch_after_it_and_only_once() {
    for workers in WORKERS {
        let idle: &[&[&'static str]] = &[&["ann", "bob"], &[], &["bob"], &[], &[], &[], &[], &[]];
        let timeout = Duration::from_secs(3);
        // Ann was there at 1 s. At 4 s she has been idle for 3 s, which does not exceed the
        // timeout.
        assert_eq!(session("ann", idle, timeout, workers), said(&[(1, "1"), (5, "1 over")]));
        // Bob came again at 3 s, so he is forgotten two batches later.
        let bob = said(&[(1, "1"), (3, "2"), (7, "2 over")]);
        assert_eq!(session("bob", idle, timeout, workers), bob);
    }
}

#[test]
fn a_timeout_that_is_no_multiple_of_the_interval() {
    for workers in WORKERS {
        let idle: &[&[&'static str]] = &[&["ann"], &[], &[], &[], &[]];
        for (millis, second) in [(0, 2), (1, 2), (999, 2), (1000, 3), (1001, 3), (2500, 4)] {
            let timeout = Duration::from_millis(millis);
            let expected = format!("1 over at {second}");
            let said = session("ann", idle, timeout, workers);
            assert_eq!(said.len(), 2, "{millis} ms: {said:?}");
            assert_eq!(format!("{} at {}", said[1].1, said[1].0), expected, "{millis} ms");
        }
    }
}

#[test]
fn a_timeout_can_be_as_long_as_a_duration_can() {
    for workers in WORKERS {
        let batches: &[&[&'static str]] = &[&["ann"], &[], &["ann"]];
        let expected = said(&[(1, "1"), (3, "2")]);
        assert_eq!(session("ann", batches, Duration::MAX, workers), expected);
    }
}

#[test]
fn a_record_in_the_batch_of_the_timeout_saves_the_key() {
    for workers in WORKERS {
        let batches: &[&[&'static str]] = &[&["ann"], &[], &["ann"], &[], &[], &["ann"]];
        let expected = said(&[(1, "1"), (3, "2"), (5, "2 over"), (6, "1")]);
        assert_eq!(session("ann", batches, Duration::from_secs(1), workers), expected);
    }
}

#[test]
fn a_key_that_timed_out_starts_afresh_even_if_its_last_call_sets_a_state() {
    check(&[vec![(1, Some(7))], vec![], vec![(1, None)], vec![(1, Some(7))]], |out| {
        stream! {
            memory([vec![(1, 7)], vec![], vec![], vec![(1, 7)]])
                |> map_with_state(|key, value, state| {
                    assert_eq!(state.exists(), value.is_none());
                    state.update(value.unwrap_or(99));
                    (key, value)
                }, timeout = 1s)
                |> collect(out)
        }
    });
}

#[test]
fn keys_without_a_state_do_not_time_out() {
    check(&[vec![(1, true), (2, true)], vec![], vec![(2, false)], vec![]], |out| {
        stream! {
            memory([vec![(1, 'x'), (2, 'y')], vec![], vec![], vec![]])
                |> map_with_state(|key, letter, state| {
                    // The state of key 1 is set and removed within the call; that of key 2 stays.
                    state.update(0);
                    if letter == Some('x') {
                        state.remove();
                    }
                    (key, letter.is_some())
                }, timeout = 1s)
                |> collect(out)
        }
    });
}

#[test]
fn without_a_timeout_a_key_is_kept_for_ever() {
    let mut batches = vec![vec![("a", ())]];
    batches.extend(vec![vec![]; 100]);
    batches.push(vec![("a", ())]);
    for workers in WORKERS {
        let counts = Collected::new();
        let job = stream! {
            memory(batches.clone())
                |> map_with_state(|_, _, state| {
                    let count = state.get().unwrap_or(&0) + 1;
                    state.update(count);
                    count
                })
                |> collect(&counts)
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(counts.records(), [1, 2]);
    }
}

#[test]
fn a_function_runs_also_if_nothing_but_its_snapshots_is_used() {
    check(&[vec![('x', 2)], vec![('x', 2)], vec![('x', 2), ('y', 1)], vec![('y', 1)]], |out| {
        stream! {
            let counts = memory([vec![('x', ()), ('x', ())], vec![], vec![('y', ())], vec![]])
                |> map_with_state(
                    |_, _, state| state.update(state.get().unwrap_or(&0) + 1),
                    timeout = 2s,
                );
            counts |> state_snapshots |> collect(out);
        }
    });
}

#[test]
fn snapshots_are_a_stream_like_any_other() {
    for workers in WORKERS {
        let (changes, totals, all) = (Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let sums = memory([vec![("a", 1), (LONG, 2)], vec![], vec![("a", 10)]])
                |> map_with_state(|key, value, state| {
                    state.update(state.get().unwrap_or(&0) + value.unwrap());
                    key.to_owned()
                });
            sums |> collect(&changes);
            let states = sums |> state_snapshots;
            states |> collect(&all);
            states |> values |> reduce(+) |> map(|sum| sum) |> window(2s, 1s) |> collect(&totals);
        };
        testing::run_on(workers, job).unwrap();
        let text = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(changes.sorted_batches(), [text(&["a", LONG]), vec![], text(&["a"])]);
        let first = [("a", 1), (LONG, 2)];
        assert_eq!(all.sorted_batches(), pairs(&[&first, &first, &[("a", 11), (LONG, 2)]]));
        assert_eq!(totals.sorted_batches(), [vec![3], vec![3, 3], vec![3, 13]]);
    }
}

/// A realistic clock, long after the epoch.
fn today() -> SimulatedClock {
    SimulatedClock::at(Duration::from_secs(1_700_000_000))
}

#[test]
fn state_can_be_given_at_the_start() {
    let known = [("a".to_owned(), 100), (LONG.to_owned(), 200)];
    for workers in WORKERS {
        let (totals, states) = (Collected::new(), Collected::new());
        let known = known.clone();
        let job = stream! {
            let sums = memory([vec![("a", 1), ("b", 2)], vec![(LONG, 3)]])
                |> map_with_state(|_, value, state| {
                    let sum = state.get().unwrap_or(&0) + value.unwrap();
                    state.update(sum);
                    sum
                }, initial = known);
            sums |> collect(&totals);
            sums |> state_snapshots |> collect(&states);
        };
        deterministic(workers).clock(today()).build().unwrap().run(job).unwrap();
        assert_eq!(totals.sorted_batches(), [vec![2, 101], vec![203]]);
        let expected =
            pairs(&[&[("a", 101), (LONG, 200), ("b", 2)], &[("a", 101), (LONG, 203), ("b", 2)]]);
        assert_eq!(states.sorted_batches(), expected.into_iter().map(sorted).collect::<Vec<_>>());
    }
}

#[test]
fn a_state_that_was_given_times_out_as_if_touched_in_the_first_batch() {
    for workers in WORKERS {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&calls);
        let (fired, start) = (Collected::new(), 1_700_000_000_u64);
        let job = stream! {
            memory([vec![("b", ())], vec![], vec![], vec![], vec![]])
                |> map_with_state(move |key, visit, state| {
                    log.lock().unwrap().push((key.to_owned(), visit.is_some()));
                    if visit.is_some() {
                        state.update(0);
                    }
                    key.to_owned()
                }, timeout = 2s, initial = [("a", 0), ("c", 0)])
                |> collect(&fired)
        };
        deterministic(workers).clock(today()).build().unwrap().run(job).unwrap();
        let batches: Vec<(u64, Vec<String>)> = fired
            .take()
            .into_iter()
            .map(|(time, keys)| (time.as_millis() / 1000 - start, sorted(keys)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect();
        let text = |keys: &[&str]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(batches, [(1, text(&["b"])), (4, text(&["a", "b", "c"]))]);
        assert_eq!(calls.lock().unwrap().len(), 4);
    }
}

#[test]
fn update_state_by_key_starts_from_given_states() {
    check(
        &pairs(&[&[("a", 11), ("b", 1), (LONG, 20)], &[("a", 11), ("b", 1), (LONG, 25)]]),
        |out| {
            stream! {
                memory([vec![("a", 1), ("b", 1)], vec![(LONG, 5)]])
                    |> update_state_by_key(
                        |values, state| Some(state.unwrap_or(0) + values.iter().sum::<i32>()),
                        initial = [("a", 10), (LONG, 20)],
                    )
                    |> collect(out)
            }
        },
    );
}

#[test]
fn memory_of_forgotten_keys_is_used_again() {
    // Each batch has 2000 new keys, which are forgotten two batches later.
    let batches = 30_u32;
    let input =
        (0..batches).map(|batch| (0..2000).map(move |n| (format!("{batch}: {LONG} {n}"), ())));
    for workers in WORKERS {
        let (states, over) = (Collected::new(), Collected::new());
        let input: Vec<Vec<_>> = input.clone().map(Iterator::collect).collect();
        let job = stream! {
            let seen = memory(input)
                |> map_with_state(|_, visit, state| {
                    if visit.is_some() {
                        state.update(0_u8);
                    }
                    visit.is_none()
                }, timeout = 1s);
            seen |> filter(|over| *over) |> count |> collect(&over);
            seen |> state_snapshots |> count |> collect(&states);
        };
        testing::run_on(workers, job).unwrap();
        let batches = batches as usize;
        let mut expected = vec![0, 0];
        expected.resize(batches, 2000);
        assert_eq!(over.records(), expected);
        let mut expected = vec![2000];
        expected.resize(batches, 4000);
        assert_eq!(states.records(), expected);
    }
}

#[test]
fn a_state_is_updated_with_the_key_and_the_time_by_those_who_ask_for_them() {
    let expected = [
        vec![("a".to_owned(), "a 1000 1".to_owned())],
        vec![("a".to_owned(), "a 2000 0".to_owned()), ("bc".to_owned(), "bc 2000 2".to_owned())],
    ];
    check(&expected, |out| {
        stream! {
            memory([vec![("a", "x")], vec![("bc", "y"), ("bc", "z")]])
                |> update_state_by_key(|values, _state: Option<String>, key, time| {
                    Some(format!("{key} {} {}", time.as_millis(), values.len()))
                })
                |> collect(out)
        }
    });
}

#[test]
fn a_state_is_updated_by_a_named_or_computed_function() {
    fn longest(words: &[&str], longest: Option<usize>) -> Option<usize> {
        words.iter().map(|word| word.len()).chain(longest).max()
    }
    fn at_most(limit: i64) -> impl Fn(&[i64], Option<i64>) -> Option<i64> {
        move |values, sum| Some(limit.min(sum.unwrap_or(0) + values.iter().sum::<i64>()))
    }
    check(&[vec![(1_u8, 2)], vec![(1, 3)]], |out| {
        stream! {
            memory([[(1_u8, "ab")], [(1, "abc")]]) |> update_state_by_key(longest) |> collect(out)
        }
    });
    check(&[vec![(1_u8, 4)], vec![(1, 5)]], |out| {
        stream! {
            memory([[(1_u8, 4_i64)], [(1, 3)]]) |> update_state_by_key(at_most(5)) |> collect(out)
        }
    });
}
