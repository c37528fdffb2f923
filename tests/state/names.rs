//! Slots: their names, their shapes, and changed programs.

use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;

use crate::parts::{Item, Output, part, part_with};

fn slots(snapshot: &Snapshot) -> Vec<(String, String)> {
    snapshot.slots().map(|(name, shape)| (name.to_owned(), shape.to_owned())).collect()
}

fn input() -> Vec<Vec<Item>> {
    vec![vec![("a", 1)], vec![("b", 2)], vec![("a", 4)]]
}

#[test]
fn slots_are_named_by_binding_by_hand_or_by_operator() {
    let (_, snapshot) = part(2, None, |out| {
        stream! {
            let input = memory(input());
            let sums = input |> reduce_by_key(+) |> window(3s, 1s);
            let twice = input |> window(2s) |> window(4s, 2s);
            sums |> collect(out);
            twice |> count |> pprint(0);
            input |> window(2s, 1s, slot = "kept records") |> pprint(0);
            input |> window(3s, 1s) |> reduce_by_key(max) |> pprint(0);
            input |> count_by_window(2s, 1s) |> pprint(0);
            input |> count_by_window(3s, 1s) |> pprint(0);
            input |> update_state_by_key(|new, n: Option<u8>| n.or(Some(new.len() as u8)), slot = "last")
                |> pprint(0);
        }
    })
    .unwrap();
    let expected = [
        ("count#1", "window of one u64 combined by count"),
        ("count_by_window#1", "window of one u64 combined by count"),
        ("count_by_window#2", "window of one u64 combined by count"),
        ("kept records", "window of records (str, i64)"),
        ("last", "[(str, u8)]"),
        ("reduce_by_key#1", "window of (str, i64) combined by max"),
        ("sums.window", "window of (str, i64) combined by +"),
        ("twice.window", "window of records (str, i64)"),
    ];
    let expected = expected.map(|(name, shape)| (name.to_owned(), shape.to_owned()));
    assert_eq!(slots(&snapshot), expected);
}

#[test]
fn a_slot_named_at_a_window_is_that_of_the_aggregate_it_moved_into() {
    let slots_of = |program: &dyn Fn(&Collected<u64>) -> Pipeline| {
        let (_, snapshot) = part(1, None, |out| program(out)).unwrap();
        slots(&snapshot).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    let named = slots_of(&|out| {
        stream! {
            memory(input()) |> window(2s, 1s, slot = "w") |> filter(|_| true) |> reduce_by_key(+)
                |> count |> collect(out)
        }
    });
    assert_eq!(named, ["w"]);
    let named = slots_of(&|out| {
        stream! {
            memory(input()) |> window(2s, 1s, slot = "w") |> count |> collect(out)
        }
    });
    assert_eq!(named, ["w"]);
    let named = slots_of(&|out| {
        stream! {
            memory(input()) |> reduce_by_key(+) |> window(2s, 1s, slot = "w") |> count |> collect(out)
        }
    });
    assert_eq!(named, ["w"]);
    // A window that several aggregates share names the slots of all.
    let named = slots_of(&|out| {
        stream! {
            let window = memory(input()) |> window(2s, 1s, slot = "w");
            window |> count |> collect(out);
            window |> reduce_by_key(+) |> pprint(0);
        }
    });
    assert_eq!(named, ["w.count", "w.reduce_by_key"]);
}

/// The sums of the windows in the second part, for a program that has changed in between.
fn changed(
    before: impl FnOnce(&Collected<(String, i64)>) -> Pipeline,
    after: impl FnOnce(&Collected<(String, i64)>) -> Pipeline,
) -> Output<(String, i64)> {
    let (_, snapshot) = part(2, None, before).unwrap();
    let dropping = |builder: Builder| builder.on_missing_slot(OnMissingSlot::Drop);
    part_with(3, Some(snapshot), dropping, after).unwrap().0
}

#[test]
fn a_program_may_change_around_its_slots() {
    let after = [("a".to_owned(), 4), ("b".to_owned(), 2)];
    let before = |out: &Collected<_>| {
        stream! {
            let sums = memory(input()) |> reduce_by_key(+) |> window(3s, 1s);
            let old = memory(input()) |> count_by_window(9s, 1s);
            sums |> collect(out);
            old |> pprint(0);
        }
    };
    // There is another operator before it, and another spelling after it. State that is no longer
    // used is dropped, and new state starts empty.
    let output = changed(before, |out| {
        stream! {
            let lines = memory([Vec::<Item>::new()]) |> filter(|(key, _)| *key != "x");
            let fresh = lines |> count_by_window(2s, 1s);
            let sums = lines |> map(|pair| pair) |> reduce_by_key(+) |> window(3s, 1s);
            fresh |> pprint(0);
            sums |> map(|(key, n)| (key.to_owned(), n)) |> collect(out);
        }
    });
    assert_eq!(output, [(4, after.to_vec())]);
}

#[test]
fn slots_by_hand_survive_renaming() {
    let output = changed(
        |out| {
            stream! {
                let first = memory(input()) |> reduce_by_key_and_window(+, 3s, 1s, slot = "sums");
                first |> collect(out);
            }
        },
        |out| {
            stream! {
                let renamed = memory([Vec::<Item>::new()]);
                let second = renamed |> reduce_by_key(+) |> window(3s, 1s, slot = "sums");
                second |> collect(out);
            }
        },
    );
    assert_eq!(output, [(4, vec![("a".to_owned(), 4), ("b".to_owned(), 2)])]);
}

#[test]
fn a_slot_of_another_shape_is_refused() {
    let (_, snapshot) = part(2, None, |out: &Collected<(String, u64)>| {
        stream! {
            let counts = memory([["a"]]) |> reduce_by_key(+) |> window(3s, 1s);
            counts |> collect(out);
        }
    })
    .unwrap();
    for workers in 1..=3 {
        let refused = part(workers, Some(snapshot.clone()), |out: &Collected<(String, f64)>| {
            stream! {
                let counts = memory([[("a", 0.5)]]) |> reduce_by_key(+) |> window(3s, 1s);
                counts |> collect(out);
            }
        });
        let error = refused.err().unwrap();
        assert!(matches!(error, Error::State { .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "state `counts.window`: it was saved as window of (str, u64) combined by +, but the \
             program now keeps window of (str, f64) combined by +; rename the slot to start without the saved state, or restore a \
             snapshot of this program"
        );
    }
}

#[test]
fn every_kind_of_state_checks_its_shape_before_it_begins() {
    fn saved<T: Clone + PartialOrd>(program: impl FnOnce(&Collected<T>) -> Pipeline) -> Snapshot {
        part(2, None, program).unwrap().1
    }
    fn refused<T: Clone + PartialOrd>(
        snapshot: &Snapshot,
        program: impl FnOnce(&Collected<T>) -> Pipeline,
    ) {
        let Err(error) = part(2, Some(snapshot.clone()), program) else { panic!("not refused") };
        assert!(matches!(error, Error::State { .. }), "{error}");
        assert!(error.to_string().starts_with("state `s`: it was saved as "), "{error}");
    }
    let sums = saved(|out| {
        stream! {
            memory(input()) |> reduce_by_key_and_window(+, 3s, 1s, slot = "s") |> collect(out)
        }
    });
    refused(&sums, |out| stream! { memory(input()) |> window(3s, 1s, slot = "s") |> collect(out) });
    refused(&sums, |out| {
        stream! {
            memory(input()) |> count_by_window(3s, 1s, slot = "s") |> collect(out)
        }
    });
    refused(&sums, |out| {
        stream! {
            memory(input()) |> map(|(_, n)| n) |> reduce_by_window(+, 3s, 1s, slot = "s") |> collect(out)
        }
    });
    refused(&sums, |out| {
        stream! {
            memory(input()) |> update_state_by_key(|_, n: Option<i64>| n, slot = "s") |> collect(out)
        }
    });
    refused(&sums, |out| {
        stream! {
            memory(input()) |> map_with_state(|_, _, state| state.update(1), slot = "s") |> collect(out)
        }
    });
    refused(&sums, |out| {
        stream! {
            memory(input()) |> map(|(key, n)| (key.len(), n))
                |> reduce_by_key_and_window(+, 3s, 1s, slot = "s") |> collect(out)
        }
    });
    let records =
        saved(|out| stream! { memory(input()) |> window(3s, 1s, slot = "s") |> collect(out) });
    refused(&records, |out| {
        stream! {
            memory(input()) |> map(|(key, _)| key) |> window(3s, 1s, slot = "s") |> collect(out)
        }
    });
}

#[test]
fn a_window_may_change_its_length_but_not_its_panes() {
    let before = |out: &Collected<(String, i64)>| {
        stream! {
            memory(input()) |> reduce_by_key_and_window(+, 6s, 1s, slot = "s") |> collect(out)
        }
    };
    let (_, snapshot) = part(2, None, before).unwrap();
    let window = |w: Duration, s: Duration, snapshot: Snapshot| {
        part(1, Some(snapshot), |out: &Collected<(String, i64)>| {
            stream! {
                memory([Vec::<Item>::new()]) |> reduce_by_key_and_window(+, w, s, slot = "s") |> collect(out)
            }
        })
    };
    let seconds = Duration::from_secs;
    let sums = |pairs: &[(&str, i64)]| {
        vec![(4, pairs.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect::<Vec<_>>())]
    };
    let run = |w, s| window(seconds(w), seconds(s), snapshot.clone()).map(|(output, _)| output);
    assert_eq!(run(6, 1).unwrap(), sums(&[("a", 5), ("b", 2)]));
    assert_eq!(run(2, 1).unwrap(), sums(&[("a", 4)]));
    assert_eq!(run(3, 1).unwrap(), sums(&[("a", 4), ("b", 2)]));
    assert_eq!(run(20, 1).unwrap(), sums(&[("a", 5), ("b", 2)]));
    let error = run(4, 2).unwrap_err();
    assert!(matches!(error, Error::State { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "state `s`: it was saved in panes of 1 batch, but the program now has panes of 2 batches (a \
         pane is the greatest common divisor of window and slide); keep the length of the panes, or \
         rename the slot to start without the saved state"
    );
}

#[test]
fn two_operators_do_not_share_a_slot() {
    let job = stream! {
        let input = memory(input());
        input |> count_by_window(2s, 1s, slot = "count_by_window#2") |> pprint(0);
        input |> count_by_window(3s, 1s) |> pprint(0);
    };
    let error = streamdsl::testing::run(job).unwrap_err().to_string();
    let expected = "state `count_by_window#2`: two operators have this slot; \
                    give one of them another name";
    assert_eq!(error, expected);
}

#[test]
fn a_snapshot_is_refused_by_a_job_with_another_batch_interval() {
    let program = |out: &Collected<u64>| {
        stream! { memory(input()) |> count_by_window(2s, 1s) |> collect(out) }
    };
    let (_, snapshot) = part(1, None, program).unwrap();
    assert_eq!(snapshot.batch_interval(), Duration::from_secs(1));
    let context = streamdsl_tests::deterministic(1)
        .batch_interval(Duration::from_millis(500))
        .restore(snapshot)
        .build()
        .unwrap();
    let error = context.run(program(&Collected::new())).unwrap_err().to_string();
    assert!(error.contains("interval of 1s, but the job has 500ms"), "{error}");
}
