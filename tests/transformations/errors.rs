//! User code that panics inside these operators: the error names the operator, line and batch.

use streamdsl::prelude::*;
use streamdsl_tests::failure;

/// Checks the error of a program whose operator in `line` panics in the second batch.
#[track_caller]
fn check(error: &Error, operator: &str, line: u32) {
    check_in(2000, error, operator, line);
}

#[track_caller]
fn check_in(millis: u64, error: &Error, operator: &str, line: u32) {
    let Error::UserCode { batch, operator: named, location, message } = error else {
        panic!("not an error of user code: {error}")
    };
    assert_eq!((named.as_str(), location.line), (operator, line), "{error}");
    assert_eq!((location.file, message.as_str()), (file!(), "13 is unlucky"), "{error}");
    assert_eq!(*batch, BatchTime::from_millis(millis), "{error}");
}

/// Batches of which the second has a 13.
fn unlucky() -> [Vec<i32>; 3] {
    [vec![1, 2], vec![3, 13, 4], vec![5]]
}

fn shy(n: i32) -> i32 {
    assert!(n != 13, "13 is unlucky");
    n
}

/// Runs the rest of a chain over numbers, and over pairs of `1` and a number.
macro_rules! fails {
    (numbers $($chain:tt)*) => {
        failure(|| stream! { memory(unlucky()) $($chain)* |> count |> foreach_batch(|_| ()) })
    };
    (pairs $($chain:tt)*) => {
        failure(|| stream! { memory(unlucky()) |> map(|n| (1, n)) $($chain)* |> count |> foreach_batch(|_| ()) })
    };
}

#[test]
fn in_functions_that_may_fail_and_in_the_items_they_return() {
    let error = failure(|| {
        stream! {
            let parsed = memory(unlucky())
                |> try_map(|n| if n > 0 { Ok(shy(n)) } else { Err("negative") });
            parsed |> failures |> foreach_batch(|_| ());
        }
    });
    check(&error, "try_map", line!() - 4);
    let error = failure(|| {
        stream! {
            let parsed = memory(unlucky())
                |> try_flat_map(|n| if n > 0 { Ok([shy(n)]) } else { Err("negative") });
            parsed |> failures |> foreach_batch(|_| ());
        }
    });
    check(&error, "try_flat_map", line!() - 4);
    let error = failure(|| {
        stream! {
            let parsed = memory(unlucky())
                |> try_flat_map(|n| Ok::<_, String>([n].into_iter().map(shy)));
            parsed |> count |> foreach_batch(|_| ());
            parsed |> failures |> foreach_batch(|_| ());
        }
    });
    check(&error, "try_flat_map", line!() - 5);
}

#[test]
fn in_functions_that_order_records() {
    check(&fails!(numbers |> sort_by(|n| shy(*n))), "sort_by", line!());
    check(&fails!(numbers |> top(1, |n| shy(*n))), "top", line!());
    check(&fails!(numbers |> take_ordered(1, |n| shy(*n))), "take_ordered", line!());
}

#[test]
fn in_functions_of_partitions_and_of_two_batches() {
    let error = fails!(numbers |> map_partitions(|part| part.iter().map(shy).collect::<Vec<_>>()));
    check(&error, "map_partitions", line!() - 1);
    let error = fails!(numbers |> map_partitions(|part| part.iter().map(shy)));
    check(&error, "map_partitions", line!() - 1);
    let error = failure(|| {
        stream! {
            let numbers = memory(unlucky());
            numbers
                |> transform_with(numbers, |a, b| a.iter().zip(b.iter()).map(|(a, b)| shy(a) + b))
                |> count |> foreach_batch(|_| ());
        }
    });
    check(&error, "transform_with", line!() - 4);
}

#[test]
fn in_combiners_of_another_type() {
    // Either each record is the first of its key, or none is.
    let each_its_own = || memory_of(|n| (n, n));
    let error = failure(|| {
        stream! {
            memory(each_its_own())
                |> combine_by_key(shy, |a, b| a + b, |a, b| a + b)
                |> count |> foreach_batch(|_| ())
        }
    });
    check(&error, "combine_by_key", line!() - 4);
    check(&fails!(pairs |> aggregate_by_key(0, |a, b| a + shy(b), +)), "aggregate_by_key", line!());
}

fn memory_of<T>(f: fn(i32) -> T) -> Vec<Vec<T>> {
    unlucky().into_iter().map(|batch| batch.into_iter().map(f).collect()).collect()
}

#[test]
fn where_the_combiners_of_workers_meet() {
    // Enough records for several workers, so that one worker has to merge.
    let ones = || [vec![(1, 1)], vec![(1, 1); 50_000]];
    for workers in [2, 3] {
        for _ in 0..3 {
            let job = stream! {
                memory(ones())
                    |> repartition
                    |> combine_by_key(|n| n, |a, b| a + b, |_, _| shy(13))
                    |> count |> foreach_batch(|_| ())
            };
            let error = streamdsl::testing::run_on(workers, job).unwrap_err();
            check(&error, "combine_by_key", line!() - 4);
        }
    }
}

#[test]
fn in_state_functions_with_records_and_with_timeouts() {
    let error = fails!(pairs |> map_with_state(|_, n, state| state.update(shy(n.unwrap()))));
    check(&error, "map_with_state", line!() - 1);
    let error = failure(|| {
        stream! {
            memory([vec![(1, 1)], vec![], vec![]])
                |> map_with_state(
                    |_, n, state| state.update(shy(n.unwrap_or(13))), timeout = 1s
                )
                |> count |> foreach_batch(|_| ())
        }
    });
    check_in(3000, &error, "map_with_state", line!() - 6);
}

#[test]
fn in_windows_of_one_value() {
    let error = fails!(numbers |> reduce_by_window(|a, b| shy(a.max(b)), 2s, 1s));
    check(&error, "reduce_by_window", line!() - 1);
    let error = failure(|| {
        stream! {
            memory([[13], [1], [1]])
                |> reduce_by_window(+, 2s, 1s, inverse = |total, old| total - shy(old))
                |> count |> foreach_batch(|_| ())
        }
    });
    check_in(3000, &error, "reduce_by_window", line!() - 4);
}

#[test]
fn in_a_filter_of_totals() {
    let error = fails!(
        numbers
            |> map(|n| (n, n))
            |> reduce_by_key_and_window(+, 2s, 1s, filter = |(_, n)| shy(*n) > 0)
    );
    check(&error, "reduce_by_key_and_window", line!() - 2);
}

#[test]
fn in_what_is_computed_before_the_first_batch() {
    let initial = || -> [(i32, i32); 1] { panic!("no table") };
    let error = failure(|| {
        stream! {
            memory([[(1, 1)]])
                |> update_state_by_key(|_, state| state, initial = initial())
                |> count |> foreach_batch(|_| ())
        }
    });
    assert!(matches!(error, Error::Config { .. }), "{error}");
    assert!(error.to_string().contains("no table"), "{error}");
}

#[test]
fn values_that_make_no_sense_are_refused_with_their_place() {
    for fraction in [-0.1, 1.5, f64::NAN] {
        let line = line!() + 1;
        let error = failure(|| stream! { memory([[1]]) |> sample(fraction) |> pprint });
        let place = format!("errors.rs:{line}:");
        let message = format!("`sample`: the fraction {fraction} is not from 0 to 1");
        assert!(error.to_string().contains(&place), "{error}");
        assert!(error.to_string().ends_with(&message), "{error}");
    }
    let error = failure(|| stream! { memory([[1]]) |> repartition(0) |> pprint });
    assert!(error.to_string().ends_with("`repartition`: records need at least one worker"));
}
