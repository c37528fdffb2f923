//! User code that panics: the error names the batch, operator and line.

use std::fmt;

use streamdsl::prelude::*;
use streamdsl_tests::failure;

/// Checks the error of a program whose operator in `line` panics in the second batch.
#[track_caller]
fn check(error: &Error, operator: &str, line: u32, message: &str) {
    check_in(2000, error, operator, line, message);
}

/// The same for the batch that ends at `millis`.
#[track_caller]
fn check_in(millis: u64, error: &Error, operator: &str, line: u32, message: &str) {
    let Error::UserCode { batch, operator: named, location, message: said } = error else {
        panic!("not an error of user code: {error}")
    };
    assert_eq!(
        (named.as_str(), location.line, location.file),
        (operator, line, file!()),
        "{error}"
    );
    assert!(said.contains(message), "{said}");
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

#[test]
fn in_map_and_map_values() {
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> filter(|_| true)
                |> map(shy) |> count |> pprint
        }
    });
    check(&error, "map", line!() - 3, "13 is unlucky");
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| (n, n))
                |> map_values(|n| shy(n) + 1) |> count |> pprint
        }
    });
    check(&error, "map_values", line!() - 3, "13 is unlucky");
}

#[test]
fn in_filter() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> filter(|n| shy(*n) > 0)
                |> count |> pprint
        }
    });
    check(&error, "filter", line!() - 4, "13 is unlucky");
}

#[test]
fn in_flat_map_and_in_the_iterator_that_it_returns() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> flat_map(|n| [shy(n)])
                |> map(|n| n) |> count |> pprint
        }
    });
    check(&error, "flat_map", line!() - 4, "13 is unlucky");
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> flat_map(|n| [n].into_iter().map(shy))
                |> map(|n| n) |> count |> pprint
        }
    });
    check(&error, "flat_map", line!() - 4, "13 is unlucky");
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| (n, n))
                |> flat_map_values(|n| [n].into_iter().map(shy))
                |> map(|n| n) |> count |> pprint
        }
    });
    check(&error, "flat_map_values", line!() - 4, "13 is unlucky");
}

#[test]
fn in_a_flat_map_over_pages() {
    fn words(line: &str) -> impl Iterator<Item = &str> {
        line.split(' ').inspect(|word| assert!(*word != "13", "13 is unlucky"))
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "1 2\n12 13\n3\n").unwrap();
    let error = failure(|| {
        stream! {
            text_file(file.path(), lines_per_batch = 1)
                |> flat_map(words)
                |> count |> pprint
        }
    });
    check(&error, "flat_map", line!() - 4, "13 is unlucky");
}

#[test]
fn behind_a_flat_map_over_pages() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "1 2\n12 13\n3\n").unwrap();
    let error = failure(|| {
        stream! {
            text_file(file.path(), lines_per_batch = 1) |> flat_map(split)
                |> map(|word| shy(word.parse().unwrap()))
                |> count |> pprint
        }
    });
    check(&error, "map", line!() - 4, "13 is unlucky");
}

#[test]
fn in_combiners_within_a_worker_and_across_workers() {
    let sum = |a: i32, b: i32| {
        assert!(a + b < 20, "too much");
        a + b
    };
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> reduce(sum)
                |> pprint
        }
    });
    check(&error, "reduce", line!() - 4, "too much");
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| (1, n))
                |> reduce_by_key(sum)
                |> pprint
        }
    });
    check(&error, "reduce_by_key", line!() - 4, "too much");
    // Chunks have at most 1024 records, so every worker has some records of this batch.
    let ones = || [vec![1; 1], vec![1; 10_000]];
    let some = |a: i32, b: i32| {
        assert!(a + b < 10_000, "too much");
        a + b
    };
    let error = failure(|| {
        stream! {
            memory(ones()) |> map(|n| (1, n))
                |> reduce_by_key(some)
                |> pprint
        }
    });
    check(&error, "reduce_by_key", line!() - 4, "too much");
}

#[test]
fn in_the_combiner_of_a_window() {
    let sum = |a: i32, b: i32| {
        assert!(a + b < 20, "too much");
        a + b
    };
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| (1, n))
                |> reduce_by_key_and_window(sum, 2s, 1s)
                |> pprint
        }
    });
    check(&error, "reduce_by_key_and_window", line!() - 4, "too much");
    let error = failure(|| {
        stream! {
            memory([[1], [19]]) |> map(|n| (1, n))
                |> reduce_by_key(sum) |> window(2s, 1s)
                |> pprint
        }
    });
    check(&error, "reduce_by_key", line!() - 4, "too much");
    let error = failure(|| {
        stream! {
            memory([[1], [19]]) |> map(|n| (1, n)) |> window(2s, 1s)
                |> reduce_by_key(sum)
                |> pprint
        }
    });
    check(&error, "reduce_by_key", line!() - 4, "too much");
}

#[test]
fn in_the_inverse_of_a_window() {
    let no_way_back = |_: i32, _: i32| -> i32 { panic!("no way back") };
    let error = failure(|| {
        stream! {
            memory([[(1, 1)], [(1, 2)], [(1, 3)]])
                |> reduce_by_key_and_window(+, 2s, 1s, inverse = no_way_back)
                |> pprint
        }
    });
    // The first value leaves the window in the third batch.
    check_in(3000, &error, "reduce_by_key_and_window", line!() - 5, "no way back");
}

#[test]
fn in_an_update_function() {
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| (n, n))
                |> update_state_by_key(|values, _| values.first().map(|n| shy(*n)))
                |> count |> pprint
        }
    });
    check(&error, "update_state_by_key", line!() - 4, "13 is unlucky");
}

#[test]
fn in_transform_and_in_what_it_returns() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> transform(|batch| batch.iter().map(shy).collect::<Vec<_>>())
                |> count |> pprint
        }
    });
    check(&error, "transform", line!() - 4, "13 is unlucky");
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> transform(|batch| batch.iter().map(shy))
                |> count |> pprint
        }
    });
    check(&error, "transform", line!() - 4, "13 is unlucky");
}

#[test]
fn in_foreach_batch() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> foreach_batch(|batch| { batch.iter().map(shy).count(); })
        }
    });
    check(&error, "foreach_batch", line!() - 3, "13 is unlucky");
}

/// A record that panics when it is shown, cloned or kept, if it is a 13.
struct Shy(i32);

impl fmt::Debug for Shy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shy(self.0))
    }
}

impl Clone for Shy {
    fn clone(&self) -> Self {
        Self(shy(self.0))
    }
}

#[test]
fn in_an_implementation_of_debug() {
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(Shy)
                |> pprint
        }
    });
    check(&error, "pprint", line!() - 3, "13 is unlucky");
    let directory = tempfile::tempdir().unwrap();
    let prefix = directory.path().join("out").display().to_string();
    let error = failure(|| {
        stream! {
            memory(unlucky()) |> map(|n| Some(Shy(n)))
                |> save_as_text_files(&prefix)
        }
    });
    check(&error, "save_as_text_files", line!() - 3, "13 is unlucky");
}

/// A sink that panics.
struct Nervous {
    at_open: bool,
}

impl Sink<i32> for Nervous {
    type Error = String;

    fn open(&mut self) -> Result<(), String> {
        assert!(!self.at_open, "not even opened");
        Ok(())
    }

    fn write(&mut self, _: BatchTime, records: Vec<i32>) -> Result<(), String> {
        for n in records {
            assert_eq!(shy(n), n);
        }
        Ok(())
    }
}

#[test]
fn in_a_sink() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> to(Nervous { at_open: false })
        }
    });
    check(&error, "to", line!() - 3, "13 is unlucky");
}

#[test]
fn in_a_sink_that_is_being_opened() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> to(Nervous { at_open: true })
        }
    });
    let text = error.to_string();
    assert!(text.contains("`to`") && text.contains("not even opened"), "{text}");
    assert!(text.contains(&format!("{}:{}:", file!(), line!() - 5)), "{text}");
}

#[test]
fn with_a_value_that_is_no_message() {
    let error = failure(|| {
        stream! {
            memory(unlucky())
                |> map(|n| if n == 13 { std::panic::panic_any(n) } else { n })
                |> count |> pprint
        }
    });
    check(&error, "map", line!() - 4, "not a text message");
}
