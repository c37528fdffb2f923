//! Every stateful operator produces the same results in parts and in one part.

use streamdsl::context::Builder;
use streamdsl::prelude::*;

use crate::parts::{Item, WINDOWS, check, part, part_with};

/// The durations of a window.
fn seconds((window, slide): (u64, u64)) -> (Duration, Duration) {
    (Duration::from_secs(window), Duration::from_secs(slide))
}

#[test]
fn windows_of_records() {
    for window in WINDOWS {
        let (w, s) = seconds(window);
        check(&format!("window {window:?}"), |input, out| {
            stream! { memory(input) |> window(w, s) |> collect(out) }
        });
        check(
            &format!("group_by_key_and_window {window:?}"),
            |input, out: &Collected<(String, usize)>| {
                stream! {
                    memory(input) |> group_by_key_and_window(w, s)
                        |> map(|(key, values)| (key.to_owned(), values.len())) |> collect(out)
                }
            },
        );
        check(&format!("join of windows {window:?}"), |input, out| {
            stream! {
                let input = memory(input);
                let every = input |> window(s, s);
                input |> window(w, s) |> join(every) |> collect(out);
            }
        });
    }
}

#[test]
fn windows_of_aggregates() {
    for window in WINDOWS {
        let (w, s) = seconds(window);
        check(&format!("reduce_by_key, window {window:?}"), |input, out| {
            stream! { memory(input) |> reduce_by_key(+) |> window(w, s) |> collect(out) }
        });
        check(&format!("window, reduce_by_key {window:?}"), |input, out| {
            stream! {
                memory(input) |> window(w, s) |> filter(|(_, n)| *n > 0) |> reduce_by_key(max)
                    |> collect(out)
            }
        });
        check(&format!("inverse {window:?}"), |input, out| {
            stream! {
                memory(input)
                    |> reduce_by_key_and_window(+, w, s, inverse = |total, old| total - old)
                    |> collect(out)
            }
        });
        check(&format!("count_by_value, window {window:?}"), |input, out| {
            stream! { memory(input) |> count_by_value |> window(w, s) |> collect(out) }
        });
        check(&format!("count_by_value_and_window {window:?}"), |input, out| {
            stream! {
                memory(input) |> map(|(key, _)| key) |> count_by_value_and_window(w, s) |> collect(out)
            }
        });
    }
}

#[test]
fn windows_of_single_values() {
    for window in WINDOWS {
        let (w, s) = seconds(window);
        check(&format!("count_by_window {window:?}"), |input, out| {
            stream! { memory(input) |> count_by_window(w, s) |> collect(out) }
        });
        check(&format!("window, count {window:?}"), |input, out| {
            stream! { memory(input) |> window(w, s) |> count |> collect(out) }
        });
        check(&format!("reduce_by_window {window:?}"), |input, out| {
            stream! {
                memory(input) |> map(|(_, n)| n) |> reduce_by_window(max, w, s) |> collect(out)
            }
        });
        check(&format!("reduce_by_window with an inverse {window:?}"), |input, out| {
            stream! {
                memory(input) |> map(|(_, n)| n) |> reduce_by_window(+, w, s) |> collect(out)
            }
        });
    }
}

#[test]
fn windows_of_windows() {
    for window in WINDOWS {
        let ((w, s), outer) = (seconds(window), Duration::from_secs(3 * window.1));
        check(&format!("records {window:?}"), |input, out| {
            stream! { memory(input) |> window(w, s) |> window(outer) |> collect(out) }
        });
        check(&format!("tables {window:?}"), |input, out| {
            stream! { memory(input) |> reduce_by_key(+) |> window(w, s) |> window(outer) |> collect(out) }
        });
        check(&format!("counts {window:?}"), |input, out| {
            stream! {
                memory(input) |> count_by_window(w, s) |> reduce_by_window(+, outer) |> collect(out)
            }
        });
    }
}

#[test]
fn states_by_key() {
    check("update_state_by_key", |input, out| {
        stream! {
            memory(input)
                |> update_state_by_key(|values, state| {
                    let (total, idle) = state.unwrap_or((0, 0));
                    let idle = if values.is_empty() { idle + 1 } else { 0 };
                    (idle < 4).then(|| (total + values.iter().sum::<i64>(), idle))
                })
                |> collect(out)
        }
    });
    check("update_state_by_key behind a window", |input, out| {
        stream! {
            memory(input) |> window(4s, 2s)
                |> update_state_by_key(|values, state| Some(state.unwrap_or(0) + values.len()))
                |> collect(out)
        }
    });
    let initial = [("a", 100_i64), ("never seen otherwise", 7)];
    check("update_state_by_key with a beginning", |input, out| {
        stream! {
            memory(input)
                |> update_state_by_key(
                    |values, total| Some(total.unwrap_or(0) + values.iter().sum::<i64>()),
                    initial = initial,
                )
                |> collect(out)
        }
    });
}

#[test]
fn states_by_record() {
    fn smallest(
        key: &str,
        value: Option<i64>,
        state: &mut KeyState<'_, i64>,
    ) -> (String, i64, bool) {
        let least = state.get().copied().unwrap_or(i64::MAX).min(value.unwrap_or(i64::MAX));
        state.update(least);
        (key.to_owned(), least, value.is_none())
    }
    // Uses only the first record of a key in a batch, because the order within a batch is not
    // defined.
    let first = |values: &mut Vec<i64>| values.drain(..).min();
    check("map_with_state", |input, out| {
        stream! {
            memory(input) |> group_by_key
                |> flat_map(|(key, mut values)| first(&mut values).map(|n| (key, n)))
                |> map_with_state(smallest, timeout = 3s) |> collect(out)
        }
    });
    check("state_snapshots", |input, out| {
        stream! {
            let smallest = memory(input) |> map_with_state(smallest, timeout = 2s);
            smallest |> state_snapshots |> collect(out);
        }
    });
}

#[test]
fn sums_of_floats_are_the_same_to_the_last_bit() {
    // Runs on one worker, where the order of additions is the same in every run.
    let value = |n: u32| 1.0 / f64::from(n * n + 1);
    let input: Vec<Vec<(&str, f64)>> = (0..60)
        .map(|at| (0..3).map(|n| (["a", "b", "c"][n as usize], value(at * 3 + n))).collect())
        .collect();
    for w in [3, 12, 30].map(Duration::from_secs) {
        let program = |input: &[Vec<(&'static str, f64)>], out: &Collected<(String, f64)>| {
            let input = input.to_vec();
            stream! { memory(input) |> reduce_by_key(+) |> window(w, 1s) |> collect(out) }
        };
        let (whole, _) = part(1, None, |out| program(&input, out)).unwrap();
        for cut in [1, 7, 13, 29, 31, 45] {
            let (mut output, snapshot) = part(1, None, |out| program(&input[..cut], out)).unwrap();
            let (rest, _) = part(1, Some(snapshot), |out| program(&input[cut..], out)).unwrap();
            output.extend(rest);
            assert_eq!(output, whole, "{w:?}, cut at {cut}");
        }
    }
}

#[test]
fn many_keys_find_their_owners() {
    let batch = |from: u64| -> Vec<(String, u64)> {
        (from..from + 3000).map(|n| (format!("a key as long as number {n}"), n)).collect()
    };
    let program = |batches: Vec<u64>, out: &Collected<(String, u64)>| {
        let batches: Vec<_> = batches.into_iter().map(batch).collect();
        stream! { memory(batches) |> reduce_by_key(+) |> window(3s, 1s) |> collect(out) }
    };
    let (whole, _) = part(1, None, |out| program(vec![0, 2000, 1000, 500], out)).unwrap();
    for (before, after) in [(1, 3), (3, 1), (2, 3), (3, 2)] {
        let (mut output, snapshot) = part(before, None, |out| program(vec![0, 2000], out)).unwrap();
        let (rest, _) = part(after, Some(snapshot), |out| program(vec![1000, 500], out)).unwrap();
        output.extend(rest);
        assert!(output == whole, "from {before} to {after} workers");
    }
}

#[test]
fn a_beginning_is_for_operators_that_have_no_state_yet() {
    let sum =
        |values: &[i64], total: Option<i64>| Some(total.unwrap_or(0) + values.iter().sum::<i64>());
    let empty = || -> Vec<Vec<Item>> { vec![vec![]] };
    let (_, other) = part(1, None, |out: &Collected<u64>| {
        stream! { memory(empty()) |> count_by_window(3s, 1s) |> collect(out) }
    })
    .unwrap();
    for workers in 1..=3 {
        let keeping = |builder: Builder| builder.on_missing_slot(OnMissingSlot::Keep);
        let (output, _) = part_with(workers, Some(other.clone()), keeping, |out| {
            stream! {
                memory(empty()) |> update_state_by_key(sum, initial = [("a", 5_i64)]) |> collect(out)
            }
        })
        .unwrap();
        assert_eq!(output, [(2, vec![("a".to_owned(), 5)])]);
    }
}

#[test]
fn a_beginning_times_out_counted_from_the_first_batch() {
    use std::time::SystemTime;
    use streamdsl::clock::SimulatedClock;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    for workers in 1..=3 {
        let out = Collected::new();
        let input: Vec<Vec<Item>> = vec![vec![]; 6];
        let job = stream! {
            let states = memory(input) |> map_with_state(
                |_, value, state| { if let Some(n) = value { state.update(n) } },
                timeout = 3s,
                initial = [("a", 5_i64)],
            );
            states |> state_snapshots |> count |> collect(&out);
        };
        let context =
            streamdsl_tests::deterministic(workers).clock(SimulatedClock::at(now)).build().unwrap();
        context.run(job).unwrap();
        assert_eq!(out.records(), [1, 1, 1, 1, 0, 0]);
    }
}

#[test]
fn a_timeout_may_be_longer_than_time_itself() {
    let out = Collected::new();
    let input: Vec<Vec<Item>> = vec![vec![("a", 1)], vec![]];
    let job = stream! {
        memory(input)
            |> map_with_state(|_, _, state| state.update(1_u8), timeout = Duration::MAX)
            |> count |> collect(&out)
    };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(out.records(), [1, 0]);
}
