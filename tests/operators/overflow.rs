//! Sums and products that do not fit into their integer type: an error in every profile, which names
//! the operator, its line and the batch, and says what to do.

use streamdsl::prelude::*;
use streamdsl_tests::{check, failure};

/// Checks the error of a program whose operator in `line` overflows in the second batch.
#[track_caller]
fn overflows(error: &Error, operator: &str, line: u32, what: &str) {
    let Error::Overflow { batch, operator: named, location, message } = error else {
        panic!("not an overflow: {error}")
    };
    assert_eq!((named.as_str(), location.line, location.file), (operator, line, file!()));
    assert_eq!(*batch, BatchTime::from_millis(2000), "{error}");
    assert!(message.starts_with(what), "{message}");
    assert!(message.contains("wider type"), "{message}");
    assert!(message.contains("wrapping_") && message.contains("saturating_"), "{message}");
}

#[test]
fn a_sum_within_a_batch() {
    let error = failure(|| {
        stream! {
            memory([vec![100_u8, 155], vec![100, 156], vec![1]])
                |> reduce(+) |> pprint
        }
    });
    overflows(&error, "reduce", line!() - 3, "a sum does not fit into `u8`");
    let error = failure(|| {
        stream! {
            memory([[("a", i64::MAX)], [("a", i64::MIN)]])
                |> flat_map(|(word, n)| [(word, n), (word, if n < 0 { -1 } else { 0 })])
                |> reduce_by_key(+) |> pprint
        }
    });
    overflows(&error, "reduce_by_key", line!() - 3, "a sum does not fit into `i64`");
}

#[test]
fn a_product_within_a_batch() {
    let error = failure(|| {
        stream! {
            memory([[16_i32, 1 << 20], [1 << 20, 1 << 20]])
                |> reduce(*) |> pprint
        }
    });
    overflows(&error, "reduce", line!() - 3, "a product does not fit into `i32`");
    let error = failure(|| {
        stream! {
            memory([[(1, 2_u128)], [(1, u128::MAX)]]) |> flat_map(|pair| [pair, pair])
                |> reduce_by_key(*) |> pprint
        }
    });
    overflows(&error, "reduce_by_key", line!() - 3, "a product does not fit into `u128`");
}

#[test]
fn a_sum_over_a_window() {
    let error = failure(|| {
        stream! {
            memory([[("a", 200_u8)], [("a", 100)]])
                |> reduce_by_key(+) |> window(2s, 1s) |> pprint
        }
    });
    overflows(&error, "reduce_by_key", line!() - 3, "a sum does not fit into `u8`");
    // More than eight panes: a running total.
    let error = failure(|| {
        stream! {
            memory([[("a", 200_u8)], [("a", 100)]])
                |> reduce_by_key_and_window(+, 20s, 1s) |> pprint
        }
    });
    overflows(&error, "reduce_by_key_and_window", line!() - 3, "a sum does not fit into `u8`");
    let error = failure(|| {
        stream! {
            memory([[i16::MIN], [-1]])
                |> reduce_by_window(+, 20s, 1s) |> pprint
        }
    });
    overflows(&error, "reduce_by_window", line!() - 3, "a sum does not fit into `i16`");
}

#[test]
fn a_total_without_the_pane_that_leaves() {
    // The sum of the first three fits, the sum of the last two does not.
    let mut batches = vec![vec![-10_i8], vec![127], vec![5]];
    batches.extend(vec![vec![]; 8]);
    let error = failure(|| {
        stream! {
            memory(batches.clone())
                |> reduce_by_window(+, 10s, 1s) |> pprint
        }
    });
    let Error::Overflow { batch, operator, location, .. } = &error else { panic!("{error}") };
    assert_eq!((operator.as_str(), location.line), ("reduce_by_window", line!() - 4));
    assert_eq!(*batch, BatchTime::from_millis(11_000));
}

#[test]
fn an_unsigned_sum_that_fits_never_fails() {
    for (panes, value) in [(1_u32, 255_u8), (8, 31), (20, 12)] {
        let length = Duration::from_secs(panes.into());
        let batches = vec![vec![("a", value)]; 60];
        let expected: Vec<Vec<_>> = (1..=60_u32)
            .map(|batch| vec![("a".to_owned(), value * batch.min(panes) as u8)])
            .collect();
        check(&expected, |found| {
            stream! {
                memory(batches.clone()) |> reduce_by_key(+) |> window(length, 1s) |> collect(found)
            }
        });
    }
}

#[test]
fn a_product_that_fits_never_fails() {
    // In each window of 20 panes there is one 200, and all others are 1.
    let batches: Vec<_> = (0..70).map(|n| vec![if n % 20 == 7 { 200_u8 } else { 1 }]).collect();
    let expected: Vec<Vec<_>> = (0..70).map(|n| vec![if n < 7 { 1 } else { 200 }]).collect();
    for slide in [1, 5, 20] {
        let expected: Vec<_> = (1..=70)
            .map(|n| if n % slide == 0 { expected[n - 1].clone() } else { vec![] })
            .collect();
        let pace = Duration::from_secs(slide as u64);
        let found = streamdsl_tests::batches_on(2, |found: &Collected<u8>| {
            stream! {
                memory(batches.clone()) |> reduce_by_window(*, 20s, pace) |> collect(found)
            }
        });
        let mut emitted: Vec<_> = expected.into_iter().filter(|batch| !batch.is_empty()).collect();
        if 70 % slide != 0 {
            // The last records are emitted after the input has ended.
            emitted.push(vec![200]);
        }
        let found: Vec<_> = found.into_iter().filter(|batch| !batch.is_empty()).collect();
        assert_eq!(found, emitted, "slide {slide}");
    }
}

#[test]
fn a_closure_says_what_happens_instead() {
    let batches = [[200_u8, 100]];
    check(&[vec![44]], |found| {
        stream! { memory(batches) |> reduce(|a, b| a.wrapping_add(b)) |> collect(found) }
    });
    check(&[vec![255]], |found| {
        stream! { memory(batches) |> reduce(|a, b| a.saturating_add(b)) |> collect(found) }
    });
}
