//! An operator that would need too much is refused the memory and named.

use std::collections::HashMap;

use streamdsl::prelude::*;
use streamdsl_tests::WORKERS;

use crate::{MIB, check_refused, refused};

/// The limit, which a batch of [`numbers`] exceeds in every operator that keeps records.
const LIMIT: usize = 4 * MIB;

/// One batch of different numbers.
fn numbers() -> [Vec<u64>; 1] {
    [(0..600_000).collect()]
}

/// Checks a program on one, two and three workers. The operator is in the line of the program's
/// `name!`, and is followed by an output that keeps nothing.
macro_rules! refuses {
    ($($test:ident: $operator:ident keeps $what:literal in $program:expr;)*) => {$(
        #[test]
        fn $test() {
            for workers in WORKERS {
                let error = refused(workers, LIMIT, $program);
                let Error::Memory { location, .. } = &error else { panic!("{error}") };
                assert_eq!(location.file, file!());
                check_refused(&error, stringify!($operator), location.line, $what);
            }
        }
    )*};
}

refuses! {
    a_group: group_by_key keeps "the pairs of a batch" in
        stream! { memory(numbers()) |> map(|n| (n, n)) |> group_by_key |> foreach(drop) };
    a_table: reduce_by_key keeps "each key of a batch with its value" in
        stream! { memory(numbers()) |> map(|n| (n, n)) |> reduce_by_key(max) |> foreach(drop) };
    distinct_records: distinct keeps "each key of a batch with its value" in
        stream! { memory(numbers()) |> distinct |> foreach(drop) };
    a_join: join keeps "the pairs of a batch" in
        stream! {
            let few = memory([[(1_u64, 1_u64)]]);
            memory(numbers()) |> map(|n| (n, n)) |> join(few) |> foreach(drop);
        };
    a_second_stream: left_outer_join keeps "the pairs of a batch" in
        stream! {
            let many = memory(numbers()) |> map(|n| (n, n));
            memory([[(1_u64, 1_u64)]]) |> left_outer_join(many) |> foreach(drop);
        };
    a_sorted_batch: sort_by keeps "the records of a batch" in
        stream! { memory(numbers()) |> sort_by(|n| !n) |> foreach(drop) };
    a_share: glom keeps "the records of a batch" in
        stream! { memory(numbers()) |> glom |> foreach(drop) };
    dealt_records: repartition keeps "the records of a batch" in
        stream! { memory(numbers()) |> repartition(2) |> foreach(drop) };
    a_partition: partition_by keeps "the records of a batch" in
        stream! { memory(numbers()) |> map(|n| (n, n)) |> partition_by |> foreach(drop) };
    a_whole_batch: foreach_batch keeps "the records of a batch" in
        stream! { memory(numbers()) |> foreach_batch(|_| {}) };
    states: update_state_by_key keeps "the state of each key" in
        stream! {
            memory(numbers())
                |> map(|n| (n, n))
                |> update_state_by_key(|values, _| values.first().copied())
                |> foreach(drop)
        };
    mapped_states: map_with_state keeps "the state of each key" in
        stream! {
            memory(numbers())
                |> map(|n| (n, n))
                |> map_with_state(|key, _, state| {
                    state.update(1);
                    key
                })
                |> foreach(drop)
        };
    combiners: combine_by_key keeps "each key of a batch" in
        stream! {
            memory(numbers())
                |> map(|n| (n % 7, n))
                |> combine_by_key(
                    |n| vec![n],
                    |mut all, n| { all.push(n); all },
                    |mut all, mut more| { all.append(&mut more); all },
                )
                |> foreach(drop)
        };
}

/// Batches of which each one fits.
fn batches() -> Vec<Vec<u64>> {
    (0..40).map(|batch| (batch * 10_000..(batch + 1) * 10_000).collect()).collect()
}

macro_rules! grows {
    ($($test:ident: $operator:ident keeps $what:literal in $program:expr;)*) => {$(
        #[test]
        fn $test() {
            for workers in WORKERS {
                let error = refused(workers, 4 * LIMIT, $program);
                let Error::Memory { batch, .. } = &error else { panic!("{error}") };
                assert!(batch.as_duration().as_secs() > 3, "{error}");
                let message = error.to_string();
                for part in [concat!("`", stringify!($operator), "`"), $what] {
                    assert!(message.contains(part), "{part} is not in: {message}");
                }
            }
        }
    )*};
}

grows! {
    a_window: window keeps "all records of its window" in
        stream! { memory(batches()) |> map(|n| [n; 8]) |> window(1h, 1h) |> foreach(drop) };
    a_window_of_a_table: reduce_by_key_and_window keeps "each key of its window" in
        stream! {
            memory(batches())
                |> map(|n| (n, n))
                |> reduce_by_key_and_window(+, 1h, 1s)
                |> foreach(drop)
        };
    a_window_without_an_inverse: reduce_by_key_and_window keeps "each key of its window" in
        stream! {
            memory(batches())
                |> map(|n| (n, n))
                |> reduce_by_key_and_window(max, 1h, 1s)
                |> foreach(drop)
        };
    a_window_of_few_panes: reduce_by_key_and_window keeps "each key of its window" in
        stream! {
            memory(batches())
                |> map(|n| (n, n))
                |> reduce_by_key_and_window(max, 1h, 20min)
                |> foreach(drop)
        };
    states_of_ever_more_keys: update_state_by_key keeps "the state of each key" in
        stream! {
            memory(batches())
                |> map(|n| (n, ()))
                |> update_state_by_key(|_, _| Some(1))
                |> foreach(drop)
        };
    lists_in_few_states: map_with_state keeps "the state of each key" in
        stream! {
            memory((0_u64..40).map(|n| [(n % 3, n)]))
                |> map_with_state(|_, n, state| {
                    let mut all: Vec<u64> = state.get().cloned().unwrap_or_default();
                    all.resize(all.len() + 100_000, n.unwrap_or(0));
                    state.update(all);
                })
                |> foreach(drop)
        };
}

#[test]
fn the_text_of_a_record_counts() {
    #[derive(Clone, Record)]
    struct Page {
        number: u32,
        text: Option<String>,
    }

    let pages = || [(0..100).map(|number| Page { number, text: Some("x".repeat(100 << 10)) })];
    let pages = || pages().map(Iterator::collect::<Vec<_>>);
    for workers in WORKERS {
        let job = stream! { memory(pages()) |> window(2s, 1s) |> foreach(drop) };
        check_refused(&refused(workers, LIMIT, job), "window", line!() - 1, "all records");
    }
}

#[test]
fn files_count_until_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    for (workers, format) in WORKERS.flat_map(|workers| [(workers, false), (workers, true)]) {
        let prefix = folder.path().join(format!("{workers}-{format}"));
        let job = if format {
            stream! { memory(numbers()) |> save_as_object_files(prefix.to_str().unwrap()) }
        } else {
            stream! { memory(numbers()) |> save_as_text_files(prefix.to_str().unwrap()) }
        };
        let message = refused(workers, MIB, job).to_string();
        assert!(message.contains("the files of a batch until they are written"), "{message}");
        assert!(!prefix.exists());
    }
}

#[test]
fn one_record_that_becomes_many_is_refused_within_its_page() {
    for workers in WORKERS {
        let job = stream! {
            memory([[1_u64]])
                |> flat_map(|one| (0..u64::MAX).map(move |n| (n, one)))
                |> group_by_key
                |> foreach(drop)
        };
        check_refused(&refused(workers, 64 * MIB, job), "group_by_key", line!() - 3, "the pairs");
    }
}

#[test]
fn the_operator_that_keeps_most_is_named_not_the_one_that_comes_last() {
    let job = stream! {
        let numbers = memory(batches());
        numbers |> window(1h, 1h) |> foreach(drop);
        numbers |> top(10) |> foreach(drop);
    };
    check_refused(&refused(2, 2 * MIB, job), "window", line!() - 3, "all records of its window");
}

#[test]
fn what_a_batch_needed_is_free_for_the_next_one() {
    // Each batch takes about a quarter of the limit, and there are many.
    let many: Vec<Vec<u64>> = (0..30).map(|_| (0..60_000).collect()).collect();
    for workers in WORKERS {
        let sizes = Collected::new();
        let job = stream! {
            let numbers = memory(many.clone());
            numbers |> map(|n| (n, n)) |> group_by_key |> count |> collect(&sizes);
        };
        let builder = StreamingContext::builder().workers(workers).pin_workers(false);
        let clock = streamdsl::clock::SimulatedClock::new();
        let context = builder.clock(clock).memory_limit(16 * MIB).build().unwrap();
        context.run(job).unwrap();
        assert_eq!(sizes.records(), [60_000; 30]);
    }
}

#[test]
fn a_snapshot_that_does_not_fit_is_refused_with_its_operator() {
    let program = || {
        stream! {
            memory([(0..200_000_u64).collect::<Vec<_>>()])
                |> map(|n| (n, ()))
                |> update_state_by_key(|_, _| Some(1_u64))
                |> foreach(drop)
        }
    };
    let context = StreamingContext::builder().workers(1).build().unwrap();
    context.run(program()).unwrap();
    let builder = StreamingContext::builder().workers(1).memory_limit(LIMIT);
    let next = builder.restore(context.snapshot().unwrap()).build().unwrap();
    let message = next.run(program()).unwrap_err().to_string();
    assert!(message.contains("`update_state_by_key` ran out of memory"), "{message}");
}

#[test]
fn a_limit_that_is_too_small_is_refused() {
    let error = StreamingContext::builder().memory_limit(1000).build().err().unwrap();
    assert!(error.to_string().contains("`memory_limit` is 1000"), "{error}");
}

#[test]
fn values_tell_what_they_own() {
    use streamdsl::record::Value;

    let list = vec!["abc".to_owned(), "de".to_owned()];
    assert_eq!(list.heap_size(), 2 * size_of::<String>() + 5);
    assert_eq!((1, Some("abc".to_owned())).heap_size(), 3);
    assert_eq!([[1_u8; 3]; 2].heap_size(), 0);
    assert!(HashMap::from([(1_u64, "abc".to_owned())]).heap_size() > 3 + 32);
    const { assert!(!<(u64, [f64; 4])>::HAS_HEAP && <Option<Vec<u8>>>::HAS_HEAP) };
}
