//! Windows over windows.

use proptest::prelude::*;
use streamdsl::prelude::*;

use crate::model::{cases, config, counted, reduced, relations};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_records(case in cases(), outer in relations()) {
        let (w, s) = case.durations();
        let (w2, s2) = (outer.0.min(5) * case.slide, outer.1.min(3) * case.slide);
        let (outer_w, outer_s) = (case.long(w2), case.long(s2));
        let inner = case.windowed(&case.stream());
        let expected = case.window_of(&inner, w2, s2);
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> window(outer_w, outer_s) |> collect(out)
        })?;
        case.check(&counted(&expected), |out| stream! {
            memory(case.input()) |> window(w, s) |> window(outer_w, outer_s) |> count |> collect(out)
        })?;
        case.check(&reduced(&expected, |a, b| a + b), |out| stream! {
            memory(case.input()) |> window(w, s) |> window(outer_w, outer_s) |> reduce_by_key(+)
                |> collect(out)
        })?;
        let every = case.window_of(&inner, w2, case.slide);
        case.check(&every, |out| stream! {
            memory(case.input()) |> window(w, s) |> window(outer_w) |> collect(out)
        })?;
    }

    #[test]
    fn of_aggregates(case in cases(), outer in relations()) {
        let (w, s) = case.durations();
        let (w2, s2) = (outer.0 * case.slide, outer.1.min(3) * case.slide);
        let (outer_w, outer_s) = (case.long(w2), case.long(s2));
        let inner = reduced(&case.windowed(&case.stream()), |a, b| a + b);
        let expected = reduced(&case.window_of(&inner, w2, s2), |a, b| a + b);
        case.check(&expected, |out| stream! {
            memory(case.input()) |> reduce_by_key(+) |> window(w, s) |> window(outer_w, outer_s)
                |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input()) |> window(w, s) |> reduce_by_key(+) |> window(outer_w, outer_s)
                |> collect(out)
        })?;
        case.check(&expected, |out| stream! {
            memory(case.input())
                |> reduce_by_key_and_window(+, w, s, inverse = |total, old| total - old)
                |> reduce_by_key_and_window(+, outer_w, outer_s)
                |> collect(out)
        })?;
        let greatest = reduced(&case.windowed(&case.stream()), i64::max);
        let greatest = reduced(&case.window_of(&greatest, w2, s2), i64::max);
        case.check(&greatest, |out| stream! {
            memory(case.input()) |> reduce_by_key(max) |> window(w, s) |> window(outer_w, outer_s)
                |> collect(out)
        })?;
    }

    #[test]
    fn of_counts(case in cases(), outer in relations()) {
        let (w, s) = case.durations();
        let (w2, s2) = (outer.0.min(12) * case.slide, outer.1.min(3) * case.slide);
        let (outer_w, outer_s) = (case.long(w2), case.long(s2));
        let counts = counted(&case.windowed(&case.stream()));
        case.check(&case.window_of(&counts, w2, s2), |out| stream! {
            memory(case.input()) |> count_by_window(w, s) |> window(outer_w, outer_s) |> collect(out)
        })?;
        let how_many = counted(&case.window_of(&counts, w2, s2));
        case.check(&how_many, |out| stream! {
            memory(case.input()) |> window(w, s) |> count |> count_by_window(outer_w, outer_s)
                |> collect(out)
        })?;
    }
}
