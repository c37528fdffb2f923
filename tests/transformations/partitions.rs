//! Operators on each worker's share of a batch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use streamdsl::ops::Batch;
use streamdsl::prelude::*;
use streamdsl::record::Column;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, check, sorted};

/// Collected text.
fn own(records: &[&str]) -> Vec<String> {
    records.iter().map(ToString::to_string).collect()
}

/// Short and long keys.
fn key(n: usize) -> String {
    if n.is_multiple_of(2) { format!("k{n}") } else { format!("a rather long key number {n}") }
}

#[test]
fn map_partitions_sees_every_record_once() {
    let sums = |input: Vec<Vec<u64>>, expected: &[Vec<u64>]| {
        check(expected, |out| {
            stream! {
                memory(input.clone())
                    |> map_partitions(|records| [records.iter().sum::<u64>()])
                    |> reduce(+) |> collect(out)
            }
        });
    };
    sums(vec![vec![1, 2, 3], vec![], vec![4]], &[vec![6], vec![0], vec![4]]);
    sums(vec![(0..50_000).collect(), vec![], vec![7]], &[vec![1_249_975_000], vec![0], vec![7]]);
}

#[test]
fn map_partitions_is_called_once_for_each_worker_and_batch() {
    for workers in WORKERS {
        let calls = AtomicUsize::new(0);
        let calls = std::sync::Arc::new(calls);
        let counter = std::sync::Arc::clone(&calls);
        let seen = Collected::new();
        let job = stream! {
            memory([vec!["a", "b"], vec![], vec!["c"]])
                |> map_partitions(|words, time| {
                    counter.fetch_add(1, Ordering::Relaxed);
                    words.iter().map(move |word| (word, time.as_millis())).collect::<Vec<_>>()
                })
                |> collect(&seen)
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 3 * workers);
        let seen: Vec<Vec<(String, u64)>> = seen.sorted_batches();
        let expected = [
            vec![("a".to_owned(), 1000), ("b".to_owned(), 1000)],
            vec![],
            vec![("c".to_owned(), 3000)],
        ];
        assert_eq!(seen, expected);
    }
}

#[test]
fn glom_yields_one_list_for_each_worker_with_everything_it_had() {
    for workers in WORKERS {
        let lists = Collected::new();
        let job = stream! {
            memory([0..30_000_u32, 0..0, 0..3]) |> glom |> collect(&lists)
        };
        testing::run_on(workers, job).unwrap();
        let batches = lists.batches();
        assert!(batches.iter().all(|lists| lists.len() == workers), "{} lists", batches[0].len());
        let records: Vec<Vec<u32>> =
            batches.into_iter().map(|lists| sorted(lists.concat())).collect();
        assert_eq!(records, [(0..30_000).collect(), vec![], vec![0, 1, 2]]);
    }
}

#[test]
fn glom_of_text_borrows_from_the_batch() {
    check(&[own(&["a+bb"]), own(&[""])], |out| {
        stream! {
            memory([vec!["bb", "a"], vec![]]) |> repartition(1) |> glom
                |> map(|mut list| { list.sort_unstable(); list.join("+") })
                |> reduce(|a, b| if a.len() > b.len() { a } else { b })
                |> collect(out)
        }
    });
}

#[test]
fn repartition_deals_the_records_out_evenly() {
    for workers in WORKERS {
        let (shares, records) = (Collected::new(), Collected::new());
        let job = stream! {
            let dealt = memory([0..1000_u64, 0..0, 0..10_000, 0..1]) |> repartition;
            dealt |> glom |> map(|list| list.len()) |> collect(&shares);
            dealt |> collect(&records);
        };
        testing::run_on(workers, job).unwrap();
        let expected: [Vec<u64>; 4] = [(0..1000).collect(), vec![], (0..10_000).collect(), vec![0]];
        assert_eq!(records.sorted_batches(), expected);
        for batch in shares.batches() {
            let (least, most) = (batch.iter().min().unwrap(), batch.iter().max().unwrap());
            assert!(most - least <= workers, "{batch:?} on {workers} workers");
        }
    }
}

#[test]
fn repartition_to_fewer_workers_leaves_the_others_without_records() {
    for workers in WORKERS {
        for n in 1..=4 {
            let shares = Collected::new();
            let job = stream! {
                memory([0..5000]) |> repartition(n) |> glom |> map(|list| list.len())
                    |> collect(&shares)
            };
            testing::run_on(workers, job).unwrap();
            let shares: Vec<usize> = shares.records();
            assert_eq!(shares.iter().sum::<usize>(), 5000);
            assert_eq!(shares.iter().filter(|share| **share > 0).count(), n.min(workers));
        }
    }
}

#[test]
fn repartitioned_text_is_all_there() {
    let words: Vec<String> = (0..5000).map(key).collect();
    let expected = [sorted(words.clone()), vec![], own(&["x"])];
    check(&expected, |out| {
        stream! {
            memory([words.clone(), vec![], vec!["x".to_owned()]]) |> map(|w| w) |> repartition
                |> collect(out)
        }
    });
}

#[test]
fn partition_by_brings_each_key_to_one_worker() {
    let batch = |from: usize| (from..from + 9000).map(|n| (key(n % 700), n)).collect::<Vec<_>>();
    for workers in WORKERS {
        let (lists, pairs) = (Collected::new(), Collected::new());
        let job = stream! {
            let parted = memory([batch(0), vec![], batch(350)]) |> partition_by;
            parted |> map_partitions(|pairs| {
                let keys: BTreeSet<String> = pairs.iter().map(|(key, _)| key).collect();
                [keys.into_iter().collect::<Vec<_>>()]
            }) |> collect(&lists);
            parted |> collect(&pairs);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(pairs.sorted_batches(), [sorted(batch(0)), vec![], sorted(batch(350))]);
        let mut homes: BTreeMap<String, usize> = BTreeMap::new();
        for lists in lists.batches() {
            assert_eq!(lists.len(), workers);
            let all = lists.concat();
            assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len(), "a key in two places");
            for key in &all {
                *homes.entry(key.clone()).or_default() += 1;
            }
        }
        assert_eq!(homes.len(), 700);
        assert!(homes.values().all(|batches| *batches == 2));
    }
}

#[test]
fn partition_by_of_pages_of_text() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "a 1\nb 2\na 3\n").unwrap();
    check(&[vec![("a".to_owned(), "1,3".to_owned()), ("b".to_owned(), "2".to_owned())]], |out| {
        stream! {
            text_file(file.path()) |> map(|line| line.split_at(1)) |> map_values(str::trim)
                |> partition_by
                |> map_partitions(|pairs| {
                    let mut lists: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
                    for (key, value) in pairs {
                        lists.entry(key).or_default().insert(value);
                    }
                    let joined = |(key, list): (&str, BTreeSet<&str>)| {
                        (key.to_owned(), list.into_iter().collect::<Vec<_>>().join(","))
                    };
                    lists.into_iter().map(joined).collect::<Vec<_>>()
                })
                |> collect(out)
        }
    });
}

#[test]
fn a_partition_knows_its_number_and_keeps_it() {
    for workers in WORKERS {
        let seen = Collected::new();
        let job = stream! {
            memory([(0..1000).collect::<Vec<u64>>(), vec![], vec![7]])
                |> map_partitions_with_index(|index, records| {
                    [(records.time().as_millis(), index, records.iter().sum::<u64>())]
                })
                |> collect(&seen)
        };
        testing::run_on(workers, job).unwrap();
        for (batch, sum) in seen.sorted_batches().into_iter().zip([499_500, 0, 7]) {
            let numbers: Vec<usize> = batch.iter().map(|(_, index, _)| *index).collect();
            assert_eq!(numbers, (0..workers).collect::<Vec<_>>());
            assert_eq!(batch.iter().map(|(.., sum)| sum).sum::<u64>(), sum);
        }
    }
}

#[test]
fn a_named_function_gets_number_and_records() {
    fn numbered<C: Column>(index: usize, records: Batch<'_, C>) -> Vec<(usize, usize)> {
        vec![(index, records.len())]
    }
    check(&[vec![2]], |out| {
        stream! {
            memory([["a", "b"]]) |> map_partitions_with_index(numbered)
                |> values |> reduce(+) |> collect(out)
        }
    });
}
