//! Keyed operators: every kind of key, many keys, tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use streamdsl::prelude::*;
use streamdsl_tests::{Random, batches_on, check, pairs, sorted, texts};

/// Keys whose differences a table could overlook: empty, NUL at the ends, lengths around the inline
/// limit, common prefixes, characters of every length.
fn awkward() -> Vec<String> {
    let mut keys: Vec<String> =
        ["", "\0", "\0\0", "a", "a\0", "a\0\0", "\0a", "ä", "猫", "🦀"].map(String::from).to_vec();
    for length in 13..=19 {
        keys.push("x".repeat(length));
        keys.push(format!("{}\0", "x".repeat(length - 1)));
        keys.push(format!("\0{}", "x".repeat(length - 1)));
        keys.push(format!("{}é", "x".repeat(length - 2)));
    }
    keys.push("long ".repeat(1000));
    keys.push("long ".repeat(1000) + "\0");
    keys
}

/// A combiner that is chosen when the job starts.
fn pick(largest: bool) -> impl Fn(u32, u32) -> u32 {
    move |a, b| if largest { a.max(b) } else { a.min(b) }
}

#[test]
fn a_combiner_may_be_what_an_expression_returns() {
    let input = || [vec![("a", 1_u32), ("b", 5), ("a", 3)]];
    let largest = [vec![("a".to_owned(), 3), ("b".to_owned(), 5)]];
    check(&largest, |out| {
        stream! { memory(input()) |> reduce_by_key(pick(true)) |> collect(out) }
    });
    check(&largest, |out| {
        stream! { memory(input()) |> reduce_by_key(pick(true)) |> window(1s, 1s) |> collect(out) }
    });
    check(&[vec![1_u32]], |out| {
        stream! { memory(input()) |> values |> reduce(pick(false)) |> collect(out) }
    });
}

#[test]
fn awkward_text_is_counted_exactly() {
    let keys = awkward();
    let batch: Vec<String> = (0..3).flat_map(|round| keys.iter().skip(round).cloned()).collect();
    let mut model: BTreeMap<String, u64> = BTreeMap::new();
    for key in &batch {
        *model.entry(key.clone()).or_default() += 1;
    }
    let expected = [model.into_iter().collect::<Vec<_>>(), vec![]];
    let input = || [batch.clone(), vec![]];
    check(&expected, |out| stream! { memory(input()) |> reduce_by_key(+) |> collect(out) });
    check(&expected, |out| stream! { memory(input()) |> count_by_value |> collect(out) });
    check(&expected, |out| {
        stream! {
            memory(input()) |> map(|key| (key, ())) |> group_by_key
                |> map(|(key, units)| (key.to_owned(), units.len() as u64)) |> collect(out)
        }
    });
    let bytes: Vec<Vec<(Vec<u8>, u64)>> = expected
        .iter()
        .map(|batch| sorted(batch.iter().map(|(k, n)| (k.clone().into_bytes(), *n)).collect()))
        .collect();
    check(&bytes, |out| {
        stream! { memory(input()) |> map(String::into_bytes) |> count_by_value |> collect(out) }
    });
}

#[test]
fn many_keys_over_several_batches_equal_a_model() {
    let mut random = Random::new(1);
    let batches: Vec<Vec<(String, u64)>> = (0..3)
        .map(|_| {
            let pair = |_| {
                let key = random.below(10_000);
                let key = if key.is_multiple_of(3) {
                    format!("a rather long key {key}")
                } else {
                    format!("k{key}")
                };
                (key, random.below(1000))
            };
            (0..30_000).map(pair).collect()
        })
        .collect();
    let model = |combine: fn(u64, u64) -> u64| -> Vec<Vec<(String, u64)>> {
        let batch = |batch: &Vec<(String, u64)>| {
            let mut table: BTreeMap<String, u64> = BTreeMap::new();
            for (key, value) in batch {
                let entry = table.entry(key.clone());
                entry.and_modify(|old| *old = combine(*old, *value)).or_insert(*value);
            }
            table.into_iter().collect()
        };
        batches.iter().map(batch).collect()
    };
    check(&model(|a, b| a + b), |out| {
        stream! { memory(batches.clone()) |> reduce_by_key(+) |> collect(out) }
    });
    check(&model(u64::max), |out| {
        stream! { memory(batches.clone()) |> reduce_by_key(max) |> collect(out) }
    });
    check(&model(|a, b| a ^ b), |out| {
        stream! {
            memory(batches.clone()) |> group_by_key
                |> map(|(key, values)| (key.to_owned(), values.iter().fold(0, |a, b| a ^ b)))
                |> collect(out)
        }
    });
}

#[test]
fn integer_keys_of_every_kind() {
    macro_rules! counted {
        ($($integer:ty),*) => {$({
            let (low, high): ($integer, $integer) = (<$integer>::MIN, <$integer>::MAX);
            let expected = sorted(vec![(low, 2_u64), (high, 1), (7, 1)]);
            check(&[expected, vec![]], |out| stream! {
                memory([vec![low, high, 7, low], vec![]]) |> reduce_by_key(+) |> collect(out)
            });
        })*};
    }
    counted!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
}

#[test]
fn keys_of_other_types() {
    check(&[vec![(false, 1_u64), (true, 2)]], |out| {
        stream! { memory([[true, false, true]]) |> reduce_by_key(+) |> collect(out) }
    });
    check(&[vec![('a', 1_u64), ('猫', 2)]], |out| {
        stream! { memory([["猫a猫"]]) |> flat_map(chars) |> reduce_by_key(+) |> collect(out) }
    });
    check(&[vec![((), 6)]], |out| {
        stream! { memory([[((), 1), ((), 2), ((), 3)]]) |> reduce_by_key(+) |> collect(out) }
    });
    check(&[vec![(None, 4), (Some("x".to_owned()), 3)]], |out| {
        stream! {
            memory([[(Some("x"), 1), (None, 4), (Some("x"), 2)]]) |> reduce_by_key(+) |> collect(out)
        }
    });
    let one_second = Duration::from_secs(1);
    check(&[vec![(one_second, 2_u64)]], |out| {
        stream! { memory([[one_second, one_second]]) |> reduce_by_key(+) |> collect(out) }
    });
    check(&pairs(&[&[("x", 2_u64)]]), |out| {
        stream! { memory([[Arc::<str>::from("x"), "x".into()]]) |> reduce_by_key(+) |> collect(out) }
    });
}

#[test]
fn tuples_are_keys() {
    let long = "longer than sixteen bytes";
    check(
        &[vec![(("a".to_owned(), 1_u8), 3), (("a".to_owned(), 2), 3), ((long.to_owned(), 1), 4)]],
        |out| {
            stream! {
                memory([[(("a", 1_u8), 1), (("a", 2), 3), (("a", 1), 2), ((long, 1), 4)]])
                    |> reduce_by_key(+) |> collect(out)
            }
        },
    );
    check(
        &[vec![
            (((String::new(), "ab".to_owned()), true), 1_u64),
            ((("a".to_owned(), "b".to_owned()), true), 1),
        ]],
        |out| {
            stream! {
                memory([[(("a", "b"), true), (("", "ab"), true)]]) |> count_by_value |> collect(out)
            }
        },
    );
}

#[test]
fn every_operator_is_a_combiner() {
    let numbers = || memory_of(&[[("k", 6_u8), ("k", 3), ("k", 5)]]);
    let run = |combined: fn(_, &Collected<(String, u8)>) -> Pipeline| {
        batches_on(2, |out| combined(numbers(), out))[0][0].1
    };
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(+) |> collect(out) }), 14);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(*) |> collect(out) }), 90);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(&) |> collect(out) }), 0);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(|) |> collect(out) }), 7);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(^) |> collect(out) }), 0);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(max) |> collect(out) }), 6);
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(min) |> collect(out) }), 3);
    assert_eq!(
        run(|n, out| stream! { memory(n) |> reduce_by_key(u8::wrapping_add) |> collect(out) }),
        14
    );
    assert_eq!(
        run(|n, out| stream! { memory(n) |> reduce_by_key(|a, b| a.max(b)) |> collect(out) }),
        6
    );
    assert_eq!(run(|n, out| stream! { memory(n) |> reduce_by_key(op = +) |> collect(out) }), 14);
    check(&[vec![(1, true), (2, false)]], |out| {
        stream! {
            memory([[(1, true), (1, true), (2, true), (2, false)]]) |> reduce_by_key(&&) |> collect(out)
        }
    });
    check(&[vec![(1, true), (2, false)]], |out| {
        stream! {
            memory([[(1, false), (1, true), (2, false), (2, false)]]) |> reduce_by_key(||) |> collect(out)
        }
    });
}

fn memory_of<T: Copy, const N: usize, const M: usize>(batches: &[[T; N]; M]) -> Vec<Vec<T>> {
    batches.iter().map(|batch| batch.to_vec()).collect()
}

#[test]
fn values_of_many_types_are_combined() {
    check(&pairs(&[&[("a", 4.0), ("b", 0.5)]]), |out| {
        stream! { memory([[("a", 2.5), ("b", 0.5), ("a", 1.5)]]) |> reduce_by_key(+) |> collect(out) }
    });
    check(&[vec![(1, (3, 2.0))]], |out| {
        stream! {
            memory([[(1, (1, 0.5)), (1, (2, 1.5))]])
                |> reduce_by_key(|(a, x), (b, y)| (a + b, x + y)) |> collect(out)
        }
    });
    check(&[vec![(1, vec![1, 2, 3])]], |out| {
        stream! {
            memory([[(1, vec![3]), (1, vec![1, 2])]])
                |> reduce_by_key(|mut a: Vec<i32>, b| { a.extend(b); a.sort_unstable(); a })
                |> collect(out)
        }
    });
    check(&[vec![("k".to_owned(), "longest".to_owned())]], |out| {
        stream! {
            memory([[("k", "a".to_owned()), ("k", "longest".to_owned()), ("k", "mid".to_owned())]])
                |> reduce_by_key(|a, b| if a.len() > b.len() { a } else { b }) |> collect(out)
        }
    });
}

#[test]
fn a_key_is_counted_afresh_in_each_batch() {
    check(&pairs(&[&[("a", 2_u64), ("b", 1)], &[], &[("a", 1)], &[("b", 3)]]), |out| {
        stream! {
            memory([vec!["a b a"], vec![], vec!["a"], vec!["b", "b b"]])
                |> flat_map(split) |> reduce_by_key(+) |> collect(out)
        }
    });
}

#[test]
fn group_by_key_gathers_borrowed_text() {
    check(
        &[vec![("a".to_owned(), "x,y".to_owned()), ("b".to_owned(), String::new())], vec![]],
        |out| {
            stream! {
                memory([vec![("a", "y"), ("b", ""), ("a", "x")], vec![]])
                    |> group_by_key
                    |> map(|(key, mut values)| { values.sort_unstable(); (key.to_owned(), values.join(",")) })
                    |> collect(out)
            }
        },
    );
}

#[test]
fn group_by_key_of_text_from_pages() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "apple ant\nbee\nbat äpfel\n").unwrap();
    let path = file.path();
    check(&[vec![('a', 2_usize), ('b', 2), ('ä', 1)]], |out| {
        stream! {
            text_file(path) |> flat_map(split)
                |> map(|word| (word.chars().next(), word))
                |> group_by_key
                |> map(|(first, words)| (first.unwrap(), words.len()))
                |> collect(out)
        }
    });
}

#[test]
fn tables_feed_further_operators() {
    check(&[vec![(1_u64, 2_u64), (2, 1)]], |out| {
        stream! {
            memory([["a b c a"]]) |> flat_map(split) |> reduce_by_key(+)
                |> map(|(_, count)| count) |> count_by_value |> collect(out)
        }
    });
    check(&texts(&[&["a"]]), |out| {
        stream! {
            memory([["a b c a"]]) |> flat_map(split) |> reduce_by_key(+)
                |> filter(|(_, count)| *count > 1) |> map(|(word, _)| word) |> collect(out)
        }
    });
    check(&[vec![3_u64]], |out| {
        stream! { memory([["a b c a"]]) |> flat_map(split) |> reduce_by_key(+) |> count |> collect(out) }
    });
}

#[test]
fn count_by_value_counts_pairs_as_a_whole() {
    check(&[vec![((1, 2), 2_u64), ((1, 3), 1)]], |out| {
        stream! { memory([[(1, 2), (1, 3), (1, 2)]]) |> count_by_value |> collect(out) }
    });
}

#[test]
fn update_state_by_key_sees_every_key_in_every_batch() {
    check(
        &pairs(&[&[("a", 1)], &[("a", 3), ("b", 5)], &[("a", 3), ("b", 5)], &[("a", 3), ("b", 6)]]),
        |out| {
            stream! {
                memory([vec![("a", 1)], vec![("a", 2), ("b", 5)], vec![], vec![("b", 1)]])
                    |> update_state_by_key(|values, state| {
                        Some(state.unwrap_or(0) + values.iter().sum::<i32>())
                    })
                    |> collect(out)
            }
        },
    );
}

#[test]
fn a_key_that_is_dropped_starts_afresh() {
    let forget_idle = |values: &[i32], state: Option<i32>| {
        (!values.is_empty()).then(|| state.unwrap_or(0) + i32::try_from(values.len()).unwrap())
    };
    check(
        &pairs(&[&[("a", 1)], &[("a", 2), ("long key of more than 16", 1)], &[], &[("a", 1)]]),
        |out| {
            stream! {
                memory([vec!["a"], vec!["a", "long key of more than 16"], vec![], vec!["a"]])
                    |> map(|key| (key, 1)) |> update_state_by_key(forget_idle) |> collect(out)
            }
        },
    );
}

#[test]
fn state_of_borrowed_values_is_owned() {
    let last = |values: &[&str], state: Option<String>| {
        values.iter().max().map(|text| (*text).to_owned()).or(state)
    };
    let state = |text: &str| vec![(1, text.to_owned())];
    check(&[state("b"), state("b"), state("c")], |out| {
        stream! {
            memory([vec![(1, "a"), (1, "b")], vec![], vec![(1, "c")]])
                |> update_state_by_key(last) |> collect(out)
        }
    });
}

/// On several workers, the order in which values meet is not the order of the input.
#[test]
fn max_and_min_of_floats_ignore_nan_on_any_number_of_workers() {
    let values: Vec<f64> =
        (0..3000).map(|n| if n % 3 == 0 { f64::NAN } else { f64::from(n) }).collect();
    let pairs: Vec<(u32, f64)> = (0..).zip(&values).map(|(n, value)| (n % 2, *value)).collect();
    for workers in 1..=3 {
        let (greatest, least, by_key) = (Collected::new(), Collected::new(), Collected::new());
        let job = stream! {
            let values = memory([values.clone()]);
            values |> reduce(max) |> collect(&greatest);
            values |> window(2s, 1s) |> reduce(min) |> collect(&least);
            memory([pairs.clone()]) |> reduce_by_key(max) |> window(2s, 1s) |> collect(&by_key);
        };
        streamdsl::testing::run_on(workers, job).unwrap();
        assert_eq!(greatest.records(), [2999.0], "{workers} workers");
        assert_eq!(least.records(), [1.0], "{workers} workers");
        assert_eq!(by_key.sorted_batches(), [[(0, 2998.0), (1, 2999.0)]], "{workers} workers");
    }
}
