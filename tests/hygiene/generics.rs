//! Programs inside generic functions, methods and closures.

use std::fmt::Debug;

use streamdsl::prelude::*;
use streamdsl::record::Value;

fn largest<T>(batches: Vec<Vec<T>>, into: &Collected<T>) -> Pipeline
where
    T: Value + Record<Owned = T> + PartialOrd,
{
    stream! { memory(batches) |> reduce(max) |> collect(into) }
}

#[test]
fn the_type_of_the_records_is_a_parameter() -> Result<(), Error> {
    let numbers = Collected::new();
    streamdsl::testing::run(largest(vec![vec![3, 9, 4]], &numbers))?;
    assert_eq!(numbers.records(), [9]);
    let text = Collected::new();
    let batches = vec![vec!["b".to_owned(), "c".to_owned()], vec!["a".to_owned()]];
    streamdsl::testing::run(largest(batches, &text))?;
    assert_eq!(text.records(), ["c", "a"]);
    Ok(())
}

fn filtered<F>(keep: F, into: &Collected<i32>) -> Pipeline
where
    F: Fn(&i32) -> bool + Send + Sync + 'static,
{
    stream! { memory([[1, 2, 3, 4]]) |> filter(keep) |> collect(into) }
}

fn mapped<F, T>(function: F, into: &Collected<T>) -> Pipeline
where
    F: Fn(i32) -> T + Send + Sync + 'static,
    T: Value + Record<Owned = T> + Debug,
{
    stream! {
        let results = memory([[1, 2]]) |> map(function);
        results |> collect(into);
        results |> count |> foreach_batch(|counts| assert_eq!(counts.first(), Some(2)));
    }
}

#[test]
fn functions_are_parameters() -> Result<(), Error> {
    let even = Collected::new();
    streamdsl::testing::run(filtered(|n| n % 2 == 0, &even))?;
    assert_eq!(even.records(), [2, 4]);
    let halves = Collected::new();
    streamdsl::testing::run(mapped(|n| f64::from(n) / 2.0, &halves))?;
    assert_eq!(halves.records(), [0.5, 1.0]);
    Ok(())
}

struct Report<const LONGEST: usize> {
    stop: Vec<&'static str>,
}

impl<const LONGEST: usize> Report<LONGEST> {
    fn job(self, into: &Collected<String>) -> Pipeline {
        stream! {
            memory([["a word", "the longest"]])
                |> flat_map(split)
                |> filter(|word| word.len() <= LONGEST && !self.stop.contains(word))
                |> collect(into)
        }
    }
}

#[test]
fn a_method_gives_its_own_value_away() -> Result<(), Error> {
    let words = Collected::new();
    let job = Report::<4> { stop: vec!["the"] }.job(&words);
    streamdsl::testing::run(job)?;
    assert_eq!(words.records(), ["a", "word"]);
    Ok(())
}
