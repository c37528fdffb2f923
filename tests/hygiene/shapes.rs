//! Programs that use every construct of the language once, for the lints.

use std::collections::HashMap;

use streamdsl::prelude::*;

fn longer(least: usize) -> impl Fn(&&'static str) -> bool {
    move |word| word.len() > least
}

fn sum(a: u64, b: u64) -> u64 {
    a + b
}

#[test]
fn a_stream_is_used_many_times() -> Result<(), Error> {
    let (kept, pairs, counts) = (Collected::new(), Collected::new(), Collected::new());
    streamdsl::testing::run(stream! {
        batch_interval = 1s;
        let words = memory([["to be", "or not"], ["to be", "be"]]) |> flat_map(split);
        let long = words |> filter(longer(1));
        long |> collect(&kept);
        long |> map(|word| (word, word.len())) |> map_values(|n| n + 1) |> collect(&pairs);
        words |> count |> collect(&counts);
        words |> pprint(2);
    })?;
    assert_eq!(kept.records().len(), 7);
    assert_eq!(pairs.records()[0], ("to".to_owned(), 3));
    assert_eq!(counts.records(), [4, 3]);
    Ok(())
}

#[test]
fn several_chains_and_sources_meet() -> Result<(), Error> {
    let (joined, all) = (Collected::new(), Collected::new());
    streamdsl::testing::run(stream! {
        let ages = memory([[(1, 30), (2, 40)]]);
        let names = memory([[(1, "ann"), (3, "carl")]]);
        names |> join(ages) |> collect(&joined);
        let one = ages |> map(|(key, _)| key);
        let other = names |> map(|(key, _)| key);
        one |> union(other) |> collect(&all);
    })?;
    assert_eq!(joined.records(), [(1, ("ann".to_owned(), 30))]);
    assert_eq!(all.sorted_batches(), [[1, 1, 2, 3]]);
    Ok(())
}

#[test]
fn windows_and_state_keep_what_they_keep() -> Result<(), Error> {
    let slide = Duration::from_secs(1);
    let (windowed, inverse, totals, latest) =
        (Collected::new(), Collected::new(), Collected::new(), Collected::new());
    streamdsl::testing::run(stream! {
        batch_interval = 1s;
        let words = memory([["a", "b"], ["a", "a"]]);
        words |> reduce_by_key(+) |> window(2s, slide) |> collect(&windowed);
        words
            |> map(|word| (word, 1_i64))
            |> reduce_by_key_and_window(+, 2s, slide, inverse = |all, old| all - old)
            |> collect(&inverse);
        words
            |> map(|word| (word, 1_u64))
            |> update_state_by_key(
                |new, total: Option<u64>| Some(total.unwrap_or(0) + new.iter().sum::<u64>()),
                slot = "totals"
            )
            |> collect(&totals);
        words |> window(2s) |> count |> collect(&latest);
        words |> count_by_window(2s, 2s) |> pprint;
    })?;
    assert_eq!(windowed.sorted_batches()[1], [("a".to_owned(), 3), ("b".to_owned(), 1)]);
    assert_eq!(inverse.sorted_batches()[1], [("a".to_owned(), 3), ("b".to_owned(), 1)]);
    assert_eq!(totals.sorted_batches()[1], [("a".to_owned(), 3), ("b".to_owned(), 1)]);
    assert_eq!(latest.records(), [2, 4]);
    Ok(())
}

#[test]
fn every_kind_of_argument_is_taken() -> Result<(), Error> {
    let weights: HashMap<&str, u64> = [("a", 2), ("b", 3)].into();
    let weight = move |word: &&str| weights.get(*word).copied().unwrap_or_default();
    let (sums, groups, bits) = (Collected::new(), Collected::new(), Collected::new());
    streamdsl::testing::run(stream! {
        let words = memory([["a", "b", "a"]]);
        words |> map(|word| (word, weight(&word))) |> reduce_by_key(sum) |> collect(&sums);
        words
            |> map(move |word| (word, 1))
            |> group_by_key
            |> map(|(key, values)| (key.to_uppercase(), values.len()))
            |> collect(&groups);
        words
            |> map(str::len)
            |> reduce(|)
            |> map::<usize, u32>(usize::count_ones)
            |> collect(&bits);
        words |> count_by_value |> foreach_batch(|batch, time| {
            assert_eq!(batch.len(), 2, "{time}");
        });
        words
            |> transform(|batch| batch.take(1))
            |> map(|word| -> Result<(), String> { Err(word.to_owned()) })
            |> filter(Result::is_ok)
            |> map(|_| ())
            |> foreach_batch(|batch| assert!(batch.is_empty()));
    })?;
    assert_eq!(sums.sorted_batches(), [[("a".to_owned(), 4), ("b".to_owned(), 3)]]);
    assert_eq!(groups.sorted_batches(), [[("A".to_owned(), 2), ("B".to_owned(), 1)]]);
    assert_eq!(bits.records(), [1]);
    Ok(())
}

#[test]
fn text_is_handed_over_in_pages() -> Result<(), Box<dyn std::error::Error>> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), "to be\nor not\nto be\n")?;
    let (counts, lengths) = (Collected::new(), Collected::new());
    streamdsl::testing::run(stream! {
        let lines = text_file(file.path());
        lines |> map(str::len) |> collect(&lengths);
        text_file(file.path(), lines_per_batch = 2)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> collect(&counts);
    })?;
    assert_eq!(lengths.records(), [5, 6, 5]);
    assert_eq!(counts.sorted_batches()[1], [("be".to_owned(), 1), ("to".to_owned(), 1)]);
    Ok(())
}
