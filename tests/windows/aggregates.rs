//! Windowed aggregates: three ways to write them, and every kind of combiner.

use proptest::prelude::*;
use streamdsl::prelude::*;

use crate::model::{cases, config, counted, mapped, reduced};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn three_spellings_of_a_sum(case in cases()) {
        let (w, s) = case.durations();
        let expected = reduced(&case.windowed(&case.stream()), |a, b| a + b);
        case.check(&expected, |out| stream! {
            memory(case.input()) |> reduce_by_key(+) |> window(w, s) |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> reduce_by_key(+) |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> reduce_by_key_and_window(+, w, s) |> collect(out)
        })?;
    }

    #[test]
    fn with_an_inverse_the_result_is_the_same(case in cases()) {
        let (w, s) = case.durations();
        let expected = reduced(&case.windowed(&case.stream()), |a, b| a + b);
        case.check(&expected, |out| stream! {
            memory(case.input())
                |> reduce_by_key_and_window(+, w, s, inverse = |total, old| total - old)
                |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input())
                |> reduce_by_key_and_window(|a, b| a + b, w, s, inverse = std::ops::Sub::sub)
                |> collect(out)
        })?;
    }

    #[test]
    fn combiners_without_an_inverse(case in cases()) {
        let (w, s) = case.durations();
        let greatest = reduced(&case.windowed(&case.stream()), i64::max);
        case.check(&greatest, |out| stream! {
            memory(case.input()) |> reduce_by_key_and_window(max, w, s) |> collect(out)
        })?;
        case.check(&greatest, |out| stream! {
            memory(case.input()) |> reduce_by_key(i64::max) |> window(w, s) |> collect(out)
        })?;
        let range = |value: i64| (value, value);
        let wider = |a: (i64, i64), b: (i64, i64)| (a.0.min(b.0), a.1.max(b.1));
        let ranges = mapped(&case.windowed(&case.stream()), |(k, v)| (k.clone(), range(*v)));
        case.check(&reduced(&ranges, wider), |out| stream! {
            memory(case.input()) |> window(w, s) |> map_values(range) |> reduce_by_key(wider)
                |> collect(out)
        })?;
    }

    #[test]
    fn stateless_operators_between_window_and_aggregate(case in cases()) {
        let (w, s) = case.durations();
        let window = case.windowed(&case.stream());
        let kept: Vec<_> = window
            .into_iter()
            .map(|(at, records)| {
                let even = records.into_iter().filter(|(_, v)| v % 2 == 0);
                (at, even.flat_map(|(k, v)| [(k.len(), v), (0, 1)]).collect::<Vec<_>>())
            })
            .collect();
        case.check(&reduced(&kept, |a, b| a + b), |out| stream! {
            memory(case.input())
                |> window(w, s)
                |> filter(|(_, v)| v % 2 == 0)
                |> flat_map(|(k, v)| [(k.len(), v), (0, 1)])
                |> reduce_by_key(+)
                |> collect(out)
        })?;
        case.check(&counted(&kept), |out| stream! {
            memory(case.input())
                |> window(w, s)
                |> filter(|(_, v)| v % 2 == 0)
                |> flat_map(|(k, v)| [(k.len(), v), (0, 1)])
                |> count
                |> collect(out)
        })?;
    }

    #[test]
    fn stateless_operators_between_aggregate_and_window_make_plain_records(case in cases()) {
        let (w, s) = case.durations();
        let batches = reduced(&case.stream(), |a, b| a + b);
        let kept: Vec<_> = batches
            .into_iter()
            .map(|(at, table)| (at, table.into_iter().filter(|(_, v)| *v > 0).collect::<Vec<_>>()))
            .collect();
        case.check(&case.windowed(&kept), |out| stream! {
            memory(case.input()) |> reduce_by_key(+) |> filter(|(_, v)| *v > 0) |> window(w, s)
                |> collect(out)
        })?;
    }

    #[test]
    fn counts(case in cases()) {
        let (w, s) = case.durations();
        let expected = counted(&case.windowed(&case.stream()));
        case.check(&expected, |out| stream! {
            memory(case.input()) |> count_by_window(w, s) |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> count |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            let records = memory(case.input()) |> window(w, s);
            records |> transform(|batch| [batch.len() as u64]) |> collect(out);
        })?;
    }

    #[test]
    fn counts_of_values(case in cases()) {
        let (w, s) = case.durations();
        let ones = mapped(&case.windowed(&case.stream()), |(k, _)| (k.clone(), 1_u64));
        let expected = reduced(&ones, |a, b| a + b);
        case.check(&expected, |out| stream! {
            memory(case.input()) |> map(|(k, _)| k) |> count_by_value |> window(w, s) |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> map(|(k, _)| k) |> count_by_value |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> map(|(k, _)| k) |> reduce_by_key(+) |> window(w, s)
                |> collect(out)
        })?;
    }

    #[test]
    fn a_table_that_is_used_as_it_is_and_in_two_windows(case in cases()) {
        let (w, s) = case.durations();
        let tables = reduced(&case.stream(), |a, b| a + b);
        let sums = reduced(&case.windowed(&case.stream()), |a, b| a + b);
        let all = reduced(&case.window_of(&case.stream(), case.slide, case.slide), |a, b| a + b);
        for which in 0..3 {
            let expected = [&tables, &sums, &all][which];
            case.check(expected, |out| {
                let (first, second, third) = (Collected::new(), Collected::new(), Collected::new());
                let outs = [[out, &first, &second], [&first, out, &second], [&second, &third, out]];
                let [a, b, c] = outs[which];
                stream! {
                    let table = memory(case.input()) |> reduce_by_key(+);
                    table |> collect(a);
                    table |> window(w, s) |> collect(b);
                    table |> window(s, s) |> collect(c);
                }
            })?;
        }
    }

    #[test]
    fn a_window_that_feeds_several_aggregates(case in cases()) {
        let (w, s) = case.durations();
        let window = case.windowed(&case.stream());
        let sums = reduced(&window, |a, b| a + b);
        let other = Collected::new();
        case.check(&sums, |out| stream! {
            let window = memory(case.input()) |> window(w, s);
            window |> reduce_by_key(+) |> collect(out);
            window |> count |> collect(&other);
        })?;
        case.check(&counted(&window), |out| stream! {
            let window = memory(case.input()) |> window(w, s);
            window |> reduce_by_key(+) |> pprint(0);
            window |> count |> collect(out);
        })?;
        case.check(&window, |out| stream! {
            let window = memory(case.input()) |> window(w, s);
            window |> collect(out);
            window |> reduce_by_key(max) |> pprint(0);
        })?;
    }
}
