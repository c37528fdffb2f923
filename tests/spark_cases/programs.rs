//! Spark's steps as streamdsl programs.

use serde_json::{Value, json};
use streamdsl::prelude::*;

use crate::case::Case;

type Out = Collected<String>;

/// The program for a case; `None` if its steps are unknown.
pub(crate) fn program(case: &Case, out: &Out) -> Option<Pipeline> {
    keyed_window(case, out)
        .or_else(|| window(case, out))
        .or_else(|| two_streams(case, out))
        .or_else(|| state(case, out))
        .or_else(|| batch(case, out))
}

fn one(word: String) -> (String, i64) {
    (word, 1)
}

/// A record in the JSON form of Spark's output.
fn show(record: impl Into<Value>) -> String {
    record.into().to_string()
}

fn show_pair<V: Into<Value>>((key, value): (&str, V)) -> String {
    json!([key, value.into()]).to_string()
}

fn keyed_window(case: &Case, out: &Out) -> Option<Pipeline> {
    let input = || memory_of(case);
    Some(match case.shape().as_str() {
        "map(pair1) reduceByKeyAndWindow(+)" => {
            let (w, s) = case.window(1);
            stream! {
                memory(input()) |> map(one) |> reduce_by_key_and_window(+, w, s)
                    |> map(show_pair) |> collect(out)
            }
        }
        "map(pair1) reduceByKeyAndWindow(+,-)" => {
            let (w, s) = case.window(1);
            stream! {
                memory(input()) |> map(one)
                    |> reduce_by_key_and_window(+, w, s, inverse = std::ops::Sub::sub)
                    |> map(show_pair) |> collect(out)
            }
        }
        "map(pair1) reduceByKeyAndWindow(+,-,vpos)" => {
            let (w, s) = case.window(1);
            stream! {
                memory(input()) |> map(one)
                    |> reduce_by_key_and_window(
                        +, w, s, inverse = std::ops::Sub::sub, filter = |(_, n)| *n > 0,
                    )
                    |> map(show_pair) |> collect(out)
            }
        }
        "map(pair1) reduceByKey(+) window" => {
            let (w, s) = case.window(2);
            stream! {
                memory(input()) |> map(one) |> reduce_by_key(+) |> window(w, s)
                    |> map(show_pair) |> collect(out)
            }
        }
        "countByValueAndWindow" => {
            let (w, s) = case.window(0);
            stream! {
                memory(input()) |> count_by_value_and_window(w, s) |> map(show_pair) |> collect(out)
            }
        }
        "map(pair1) groupByKeyAndWindow" => {
            let (w, s) = case.window(1);
            stream! {
                memory(input()) |> map(one) |> group_by_key_and_window(w, s)
                    |> map(show_pair) |> collect(out)
            }
        }
        _ => return None,
    })
}

fn memory_of(case: &Case) -> Vec<Vec<String>> {
    case.texts(0)
}

fn window(case: &Case, out: &Out) -> Option<Pipeline> {
    let input = || case.texts(0);
    Some(match case.shape().as_str() {
        "window" => {
            let (w, s) = case.window(0);
            stream! { memory(input()) |> window(w, s) |> map(show) |> collect(out) }
        }
        "window window" => {
            let ((w, s), (outer_w, outer_s)) = (case.window(0), case.window(1));
            stream! {
                memory(input()) |> window(w, s) |> window(outer_w, outer_s) |> map(show) |> collect(out)
            }
        }
        "window count" => {
            let (w, s) = case.window(0);
            stream! { memory(input()) |> window(w, s) |> count |> map(show) |> collect(out) }
        }
        "countByWindow" => {
            let (w, s) = case.window(0);
            stream! { memory(input()) |> count_by_window(w, s) |> map(show) |> collect(out) }
        }
        "reduceByWindow(+)" => {
            let (w, s) = case.window(0);
            let input = case.numbers();
            stream! { memory(input) |> reduce_by_window(+, w, s) |> map(show) |> collect(out) }
        }
        "reduceByWindow(+,-)" => {
            let (w, s) = case.window(0);
            let input = case.numbers();
            stream! {
                memory(input) |> reduce_by_window(+, w, s, inverse = std::ops::Sub::sub)
                    |> map(show) |> collect(out)
            }
        }
        "reduceByWindow(max)" => {
            let (w, s) = case.window(0);
            let input = case.numbers();
            stream! { memory(input) |> reduce_by_window(max, w, s) |> map(show) |> collect(out) }
        }
        _ => return None,
    })
}

fn two_streams(case: &Case, out: &Out) -> Option<Pipeline> {
    let tagged = |word: String| (word, "x");
    let show_joined =
        |(key, (left, right)): (&str, (i64, &str))| json!([key, [left, right]]).to_string();
    Some(match case.shape().as_str() {
        "window union" => {
            let (w, s) = case.window(0);
            stream! {
                let other = memory(case.texts(1));
                memory(case.texts(0)) |> window(w, s) |> union(other)
                    |> map(show) |> collect(out);
            }
        }
        "map(pair1) window join" => {
            let (w, s) = case.window(1);
            if let Some((other_w, other_s)) = case.other_window() {
                stream! {
                    let other = memory(case.texts(1)) |> map(tagged) |> window(other_w, other_s);
                    memory(case.texts(0)) |> map(one) |> window(w, s) |> join(other)
                        |> map(show_joined) |> collect(out);
                }
            } else {
                stream! {
                    let other = memory(case.texts(1)) |> map(tagged);
                    memory(case.texts(0)) |> map(one) |> window(w, s) |> join(other)
                        |> map(show_joined) |> collect(out);
                }
            }
        }
        _ => return None,
    })
}

fn state(case: &Case, out: &Out) -> Option<Pipeline> {
    let input = || case.texts(0);
    let sum =
        |values: &[i64], total: Option<i64>| Some(total.unwrap_or(0) + values.iter().sum::<i64>());
    Some(match (case.shape().as_str(), case.initial(), case.timeout()) {
        ("map(pair1) updateStateByKey(sum)", None, _) => stream! {
            memory(input()) |> map(one) |> update_state_by_key(sum) |> map(show_pair) |> collect(out)
        },
        ("map(pair1) updateStateByKey(sum)", Some(initial), _) => stream! {
            memory(input()) |> map(one) |> update_state_by_key(sum, initial = initial.clone())
                |> map(show_pair) |> collect(out)
        },
        ("map(pair1) updateStateByKey(expire2)", _, _) => {
            let expire = |values: &[i64], state: Option<(i64, u8)>| {
                let (total, idle) = state.unwrap_or_default();
                let idle = if values.is_empty() { idle + 1 } else { 0 };
                (idle < 2).then(|| (total + values.iter().sum::<i64>(), idle))
            };
            stream! {
                memory(input()) |> map(one) |> update_state_by_key(expire)
                    |> map(|(key, (total, idle))| json!([key, [total, idle]]).to_string())
                    |> collect(out)
            }
        }
        ("map(pair1) mapWithStateSum", _, None) => stream! {
            memory(input()) |> map(one) |> map_with_state(running_sum) |> map(show) |> collect(out)
        },
        ("map(pair1) mapWithStateSum", _, Some(timeout)) => stream! {
            memory(input()) |> map(one) |> map_with_state(running_sum, timeout = timeout)
                |> map(show) |> collect(out)
        },
        ("map(pair1) mapWithStateSnapshots", _, None) => stream! {
            let sums = memory(input()) |> map(one) |> map_with_state(running_sum);
            sums |> state_snapshots |> map(show_pair) |> collect(out);
        },
        ("map(pair1) mapWithStateSnapshots", _, Some(timeout)) => stream! {
            let sums = memory(input()) |> map(one) |> map_with_state(running_sum, timeout = timeout);
            sums |> state_snapshots |> map(show_pair) |> collect(out);
        },
        _ => return None,
    })
}

fn running_sum(key: &str, value: Option<i64>, state: &mut KeyState<'_, i64>) -> String {
    let total = state.get().copied().unwrap_or(0);
    let Some(value) = value else { return format!("(timeout,{key},{total})") };
    state.update(total + value);
    format!("{key}={}", total + value)
}

fn batch(case: &Case, out: &Out) -> Option<Pipeline> {
    let input = || case.texts(0);
    Some(match case.shape().as_str() {
        "count" => stream! { memory(input()) |> count |> map(show) |> collect(out) },
        "reduce(+)" => {
            let input = case.numbers();
            stream! { memory(input) |> reduce(+) |> map(show) |> collect(out) }
        }
        "countByValue" => {
            stream! { memory(input()) |> count_by_value |> map(show_pair) |> collect(out) }
        }
        "split" => {
            let input: Vec<Vec<&'static str>> = input()
                .into_iter()
                .map(|lines| lines.into_iter().map(|line| &*line.leak()).collect())
                .collect();
            stream! { memory(input) |> flat_map(split) |> map(show) |> collect(out) }
        }
        "transformSortDesc" => stream! {
            memory(input())
                |> transform(|batch| {
                    let mut records = batch.collect();
                    records.sort_unstable_by(|a, b| b.cmp(a));
                    records
                })
                |> map(show) |> collect(out)
        },
        "map(pair1) reduceByKey(+)" => {
            stream! { memory(input()) |> map(one) |> reduce_by_key(+) |> map(show_pair) |> collect(out) }
        }
        _ => return None,
    })
}
