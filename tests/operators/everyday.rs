//! Rust as people write it every day: functions of outputs that use `?` or never return, and values
//! that are borrowed from a configuration.

use std::fmt;
use std::io;

use streamdsl::prelude::*;
use streamdsl::testing;

/// An error that is no `std::error::Error`.
struct Plain;

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain text")
    }
}

fn parse(word: &str) -> Result<u32, std::num::ParseIntError> {
    word.parse()
}

fn open(fails: bool) -> io::Result<()> {
    if fails { Err(io::Error::other("no disk")) } else { Ok(()) }
}

fn plain(fails: bool) -> Result<(), Plain> {
    if fails { Err(Plain) } else { Ok(()) }
}

#[test]
fn a_function_of_an_output_uses_question_marks_without_annotations() {
    let job = stream! {
        memory([["1"], ["2"], ["x"]]) |> foreach_batch(|batch| {
            for word in batch {
                parse(word)?;
            }
            open(false)?;
            plain(false)?;
            Ok(())
        })
    };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("`foreach_batch`") && error.contains("invalid digit"), "{error}");

    let job = stream! {
        memory([["1", "x"]]) |> foreach(|word| { parse(word)?; open(false)?; Ok(()) })
    };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("`foreach`") && error.contains("invalid digit"), "{error}");

    let job = stream! {
        memory([[true]]) |> foreach(|fails| if fails { plain(fails)?; Ok(()) } else { Ok(()) })
    };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("plain text"), "{error}");

    let job = stream! {
        memory([vec![1], vec![]]) |> foreach_batch(|batch, time| {
            if batch.is_empty() {
                return Ok(());
            }
            match time.as_millis() {
                1000 => Ok(()),
                2000 => unreachable!("the batch is empty"),
                _ => {
                    open(true)?;
                    Ok(())
                }
            }
        })
    };
    testing::run(job).unwrap();
}

#[test]
fn what_says_its_error_keeps_it() {
    testing::run(stream! {
        let words = memory([["1"]]);
        words |> foreach(|word| parse(word).map(drop));
        words |> foreach(|word| { parse(word)?; Ok::<(), std::num::ParseIntError>(()) });
        words |> foreach_batch(|batch| -> io::Result<()> { open(batch.is_empty())?; Ok(()) });
        words |> foreach_batch(|batch| { if batch.is_empty() { return Err("empty"); } Ok(()) });
    })
    .unwrap();
}

#[test]
fn functions_that_never_return() {
    let todo = |job| testing::run(job).unwrap_err().to_string();
    for error in [
        todo(stream! { memory([[1]]) |> foreach(|_| todo!()) }),
        todo(stream! { memory([[1]]) |> foreach_batch(|_| todo!()) }),
        todo(stream! { memory([[1]]) |> foreach(|_| { unimplemented!(); }) }),
        todo(stream! { memory([[1]]) |> filter(|_| todo!()) |> pprint }),
    ] {
        assert!(error.contains("implemented"), "{error}");
    }
}

struct Config {
    most: usize,
    share: f64,
    seed: u64,
    least_first: bool,
    zero: u32,
}

/// A program whose numbers come from a configuration that it does not own.
fn configured(config: &Config, out: &Collected<u32>) -> Pipeline {
    stream! {
        memory([[3, 1, 2]])
            |> sample(config.share, seed = config.seed)
            |> map(|n| (n % 2, n))
            |> aggregate_by_key(config.zero, |sum, n| sum + n, |a, b| a + b)
            |> values
            |> sort_by(|sum| *sum, descending = !config.least_first)
            |> take_ordered(config.most + 1)
            |> top(config.most)
            |> collect(out)
    }
}

#[test]
fn numbers_come_from_a_borrowed_configuration() {
    let out = Collected::new();
    let config = Config { most: 1, share: 1.0, seed: 7, least_first: true, zero: 0 };
    testing::run_on(1, configured(&config, &out)).unwrap();
    assert_eq!(out.records(), [4]);
    let error = testing::run(configured(&Config { share: 1.5, ..config }, &out)).unwrap_err();
    assert!(error.to_string().contains("`sample`: the fraction 1.5 is not from 0 to 1"), "{error}");
}

#[test]
fn samples_without_a_seed_differ_from_worker_to_worker_and_from_run_to_run() {
    let runs: Vec<Vec<u32>> = (0..4)
        .map(|_| {
            let kept = Collected::new();
            let job = stream! {
                memory([(0..64).collect::<Vec<u32>>()]) |> sample(0.5) |> collect(&kept)
            };
            testing::run_on(1, job).unwrap();
            kept.records()
        })
        .collect();
    assert!(runs.iter().any(|run| *run != runs[0]), "{runs:?}");
}
