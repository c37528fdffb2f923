//! The syntax of programs: durations, named arguments, functions, sources.

use streamdsl::prelude::*;
use streamdsl::record::Record;
use streamdsl::source::{self, memory_channel};
use streamdsl::testing;
use streamdsl_tests::{WORKERS, batches_on, check, deterministic, texts};

/// The contents of a window of the given length over `[1], [2], [3]` at this batch interval.
macro_rules! windowed {
    ($interval:expr, $($length:tt)*) => {{
        let out = Collected::new();
        let job = stream! { memory([[1], [2], [3]]) |> window($($length)*) |> collect(&out) };
        deterministic(1).batch_interval($interval).build().unwrap().run(job).unwrap();
        out.batches()
    }};
}

#[test]
fn literals_of_every_unit_are_what_they_say() {
    let one = [vec![1], vec![2], vec![3]];
    assert_eq!(windowed!(Duration::from_millis(1), 1000us), one);
    assert_eq!(windowed!(Duration::from_millis(1), 1000µs), one);
    assert_eq!(windowed!(Duration::from_micros(1500), 1500us), one);
    assert_eq!(windowed!(Duration::from_millis(10), 10ms), one);
    assert_eq!(windowed!(Duration::from_secs(30), 30s), one);
    assert_eq!(windowed!(Duration::from_millis(1500), 1.5s), one);
    assert_eq!(windowed!(Duration::from_secs(120), 2min), one);
    assert_eq!(windowed!(Duration::from_secs(120), 2m), one);
    assert_eq!(windowed!(Duration::from_secs(3600), 1h), one);
    assert_eq!(windowed!(Duration::from_secs(86_400), 1d), one);
    assert_eq!(windowed!(Duration::from_secs(90), 1m30s), one);
    assert_eq!(windowed!(Duration::from_millis(93_784_005), 1d2h3m4s5ms), one);
    assert_eq!(windowed!(Duration::from_secs(1), 1_0s), [vec![1], vec![1, 2], vec![1, 2, 3]]);
}

#[test]
fn durations_are_expressions_too() {
    const LENGTH: Duration = Duration::from_secs(2);
    let two = [vec![1], vec![1, 2], vec![2, 3]];
    assert_eq!(windowed!(Duration::from_secs(1), LENGTH), two);
    assert_eq!(windowed!(Duration::from_secs(1), LENGTH / 2 * 2, LENGTH / 2), two);
    assert_eq!(windowed!(Duration::from_secs(1), Duration::from_secs(2), slide = 1s), two);
    assert_eq!(windowed!(Duration::from_secs(1), window = 2s, slide = Duration::from_secs(1)), two);
    assert_eq!(windowed!(Duration::from_secs(1), slide = 1s, window = LENGTH), two);
    assert_eq!(
        windowed!(Duration::from_secs(1), if LENGTH.is_zero() { LENGTH * 2 } else { LENGTH }),
        two
    );
}

#[test]
fn the_program_states_the_batch_interval() {
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! {
            batch_interval = 250ms;
            memory([[1], [2]]) |> collect(&out);
        };
        testing::run_on(workers, job).unwrap();
        let times: Vec<u64> = out.take().iter().map(|(time, _)| time.as_millis()).collect();
        assert_eq!(times, [250, 500]);
    }
    let interval = Duration::from_millis(40);
    let out = Collected::new();
    let job = stream! {
        batch_interval = interval;
        memory([[1]]) |> collect(&out)
    };
    testing::run(job).unwrap();
    assert_eq!(out.take()[0].0, BatchTime::from_millis(40));
}

#[test]
fn arguments_by_name() {
    check(&[vec![(1, 3)], vec![(1, 5)]], |out| {
        stream! {
            memory(batches = [[(1, 1), (1, 2)], [(1, 1), (1, 1)]])
                |> map(f = |pair| pair)
                |> filter(f = |_| true)
                |> reduce_by_key_and_window(
                    slide = 1s, window = 2s, op = +, inverse = |total, old| total - old,
                    slot = "totals",
                )
                |> collect(into = out)
        }
    });
}

#[test]
fn type_arguments_and_typed_closures() {
    check(&[vec![1_i64, 2]], |out| {
        stream! {
            memory([["1", "2"]])
                |> map(|text: &'static str| -> Result<i64, std::num::ParseIntError> { text.parse() })
                |> flat_map(|parsed: Result<i64, _>| parsed)
                |> collect(out)
        }
    });
    check(&[vec![1_u8, 2]], |out| {
        stream! {
            memory([["1", "2"]]) |> map(str::parse::<u8>) |> flat_map(|parsed| parsed) |> collect(out)
        }
    });
    check(&[vec![3_u32]], |out| {
        stream! { memory([[1_u32, 2]]) |> reduce(u32::saturating_add) |> collect(out) }
    });
}

#[test]
fn programs_stand_in_generic_functions_and_loops() {
    fn doubled<T>(batch: Vec<T>, out: &Collected<T>) -> Pipeline
    where
        T: Copy + std::ops::Add<Output = T> + streamdsl::record::Value,
        T: Record<Owned = T>,
    {
        stream! { memory([batch]) |> map(|n| n + n) |> collect(out) }
    }
    check(&[vec![2, 4]], |out| doubled(vec![1, 2], out));
    check(&[vec![1.0]], |out| doubled(vec![0.5], out));
    let factors: Vec<Vec<Vec<i32>>> = (1..=3)
        .map(|factor| {
            batches_on(2, |out| stream! { memory([[10]]) |> map(|n| n * factor) |> collect(out) })
        })
        .collect();
    assert_eq!(factors, [[[10]], [[20]], [[30]]]);
}

#[test]
fn sources_of_ones_own() {
    check(&[vec![1, 2], vec![3]], |out| {
        let source = source::memory([vec![1, 2], vec![3]]);
        stream! { from(source) |> collect(out) }
    });
    for workers in WORKERS {
        let (queue, source) = memory_channel();
        assert!(queue.push(["a", "b"]) && queue.push([]) && queue.push(["c"]));
        drop(queue);
        let out = Collected::new();
        testing::run_on(workers, stream! { from(source) |> collect(&out) }).unwrap();
        assert_eq!(out.sorted_batches(), texts(&[&["a", "b"], &[], &["c"]]));
    }
}

#[test]
fn text_files_are_one_batch_or_many() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "one\r\n\ntwo\nthree").unwrap();
    let path = file.path();
    check(&texts(&[&["", "one", "three", "two"]]), |out| {
        stream! { text_file(path) |> collect(out) }
    });
    check(&texts(&[&["one", "", "two"], &["three"]]), |out| {
        stream! { text_file(path, lines_per_batch = 3) |> collect(out) }
    });
    check(&texts(&[&["one", ""], &["two", "three"]]), |out| {
        stream! { text_file(path, 2) |> collect(out) }
    });
}

#[test]
fn a_pipeline_is_a_value() {
    fn assert_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let out = Collected::new();
    let job = assert_send(stream! { memory([[1]]) |> collect(&out) });
    std::thread::spawn(move || testing::run(job)).join().unwrap().unwrap();
    assert_eq!(out.records(), [1]);
}
