//! Programs inside generic functions, methods and closures.

use std::fmt::Debug;

use streamdsl::key::FromView;
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

/// Counts keys of any type, and uses the counts twice.
fn counted<K>(
    keys: Vec<Vec<K>>,
    counts: &Collected<(K, u64)>,
    distinct: &Collected<u64>,
) -> Pipeline
where
    K: Key + Clone + Send + Sync + 'static,
    K: for<'t> FromView<'t> + Record<Owned = K> + Value,
{
    stream! {
        let keys = memory(keys) |> map(|key| (key.clone(), 1_u64));
        let table = keys |> reduce_by_key(+) |> map(|(key, n)| (K::from_view(key), n));
        table |> collect(counts);
        table |> count |> collect(distinct);
        keys |> count |> foreach_batch(|_| {});
    }
}

#[test]
fn the_type_of_the_keys_is_a_parameter() -> Result<(), Error> {
    let (counts, distinct) = (Collected::new(), Collected::new());
    streamdsl::testing::run(counted(vec![vec![3, 4, 3]], &counts, &distinct))?;
    assert_eq!(counts.sorted_batches(), [[(3, 2), (4, 1)]]);
    assert_eq!(distinct.records(), [2]);
    let (counts, distinct) = (Collected::new(), Collected::new());
    let words = vec![vec!["b".to_owned(), "a".to_owned(), "b".to_owned()]];
    streamdsl::testing::run(counted(words, &counts, &distinct))?;
    assert_eq!(counts.sorted_batches(), [[("a".to_owned(), 1), ("b".to_owned(), 2)]]);
    Ok(())
}

/// The same without a conversion: the views of the table are used twice.
fn viewed<K: Key + Clone + Send + 'static>(keys: Vec<K>, all: &Collected<u64>) -> Pipeline {
    stream! {
        let table = memory([keys]) |> count_by_value;
        let large = table |> filter(|(_, n)| *n > 1_u64);
        large |> values |> collect(all);
        table |> count |> foreach_batch(|_| {});
        table |> window(2s, 1s) |> map(|(key, n)| (key, n)) |> reduce_by_key(max) |> count |> pprint;
    }
}

#[test]
fn the_keys_of_a_table_can_be_copied_whatever_they_are() -> Result<(), Error> {
    let all = Collected::new();
    streamdsl::testing::run(viewed(vec!["a", "b", "a"], &all))?;
    assert_eq!(all.records(), [2]);
    Ok(())
}
