//! Compares windows with a model that keeps all batches and combines them again.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;

use crate::data::codec::Input;
use crate::data::key::PageBytes;
use crate::data::key::{Packed, Seed, Text, owner};
use crate::data::record::{Record, TextColumn, Value};
use crate::plan::WindowSpec;
use crate::stages::keyed::Table;
use crate::stages::order::{Lanes, NumberedRuns};
use crate::stages::window::{Inverse, WindowBuffer, WindowedTable, WindowedValue};

type Batch<V> = Vec<(u8, V)>;

/// The key of a number. Two of three keys are too long to be kept inline.
fn key(number: u8) -> String {
    format!("{number}{}", "-long-key-long-key".repeat(usize::from(number % 3)))
}

/// A run of a window that is saved and loaded once, with another number of owners.
#[derive(Clone, Debug)]
struct Run<V> {
    spec: WindowSpec,
    batches: Vec<Batch<V>>,
    restart_after: usize,
    owners: [usize; 2],
}

fn runs<V: Debug>(value: impl Strategy<Value = V>) -> impl Strategy<Value = Run<V>> {
    let spec = (1_u64..30, 1_u64..12).prop_map(|(w, s)| WindowSpec { window: w, slide: s });
    let records = prop::collection::vec((0_u8..8, value), 0..6);
    (spec, prop::collection::vec(records, 1..50), 0_usize..50, [1_usize..5, 1_usize..5]).prop_map(
        |(spec, batches, restart_after, owners)| Run { spec, batches, restart_after, owners },
    )
}

/// The contents of the window that ends with `batch`.
fn model<V: Clone>(run: &Run<V>, batch: usize, combine: impl Fn(V, V) -> V) -> BTreeMap<String, V> {
    let start = batch.saturating_sub(run.spec.window as usize);
    let mut result = BTreeMap::new();
    for (number, value) in run.batches[start..batch].iter().flatten() {
        let sum = match result.remove(&key(*number)) {
            Some(sum) => combine(sum, value.clone()),
            None => value.clone(),
        };
        result.insert(key(*number), sum);
    }
    result
}

/// The aggregate of the part of a batch that belongs to one of several owners.
fn aggregate<V: Clone>(
    batch: &Batch<V>,
    (worker, workers): (usize, usize),
    combine: impl Fn(V, V) -> V,
) -> Table<Text, V> {
    let mut table = Table::for_owner();
    for (number, value) in batch {
        let packed = table.pack(PageBytes::none(), key(*number));
        if owner(packed.hash(Seed::of_process()), workers) == worker {
            table.upsert(packed, value.clone(), &combine);
        }
    }
    table
}

fn restart<V: Value>(
    run: &Run<V>,
    old: &[WindowedTable<Text, V>],
    inverse: impl Fn() -> Inverse<'static, V>,
    combine: impl Fn(V, V) -> V + Copy,
) -> Vec<WindowedTable<'static, Text, V>> {
    let shares: Vec<Vec<u8>> = old
        .iter()
        .map(|window| {
            let mut out = Vec::new();
            window.encode(&mut out);
            out
        })
        .collect();
    let load = |worker| {
        let mut window = WindowedTable::new(run.spec, inverse());
        for share in &shares {
            let mut input = Input::new(share);
            let keep = |hash| owner(hash, run.owners[1]) == worker;
            window.load(&mut input, keep, combine).unwrap();
            assert_eq!(input.finish(), Ok(()));
        }
        window
    };
    (0..run.owners[1]).map(load).collect()
}

fn check<V: Value + PartialEq + Debug>(
    run: &Run<V>,
    inverse: impl Fn() -> Inverse<'static, V>,
    combine: impl Fn(V, V) -> V + Copy,
) {
    let mut windows: Vec<WindowedTable<Text, V>> =
        (0..run.owners[0]).map(|_| WindowedTable::new(run.spec, inverse())).collect();
    for (index, records) in run.batches.iter().enumerate() {
        let batch = index as u64 + 1;
        let workers = windows.len();
        let mut result = BTreeMap::new();
        for (worker, window) in windows.iter_mut().enumerate() {
            window.add(batch, &mut aggregate(records, (worker, workers), combine), combine);
            if run.spec.emits(batch) {
                for (word, value) in window.emit(batch, combine) {
                    assert_eq!(result.insert(word.to_string(), value), None);
                }
            }
        }
        if run.spec.emits(batch) {
            assert_eq!(result, model(run, index + 1, combine), "at batch {batch}");
        }
        if index == run.restart_after {
            windows = restart(run, &windows, &inverse, combine);
        }
    }
}

fn subtract() -> Box<dyn Fn(u64, u64) -> u64 + Send + Sync> {
    Box::new(u64::wrapping_sub)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 3 } else { 256 }))]

    #[test]
    fn combiners_without_inverse_see_their_values_in_order(run in runs("[a-z]")) {
        check(&run, || Inverse::None, |a, b| a + &b);
    }

    #[test]
    fn sums_are_exact_with_an_inverse_known_or_given(run in runs(any::<u64>())) {
        check(&run, || Inverse::Known(subtract()), u64::wrapping_add);
        check(&run, || Inverse::Given(subtract()), u64::wrapping_add);
        check(&run, || Inverse::None, u64::max);
    }

    #[test]
    fn a_window_over_one_value_is_empty_where_no_value_was(run in runs("[a-z]")) {
        let combine = |a: String, b: String| a + &b;
        let mut window = WindowedValue::new(run.spec, Inverse::None);
        for (index, records) in run.batches.iter().enumerate() {
            let batch = index as u64 + 1;
            let value = records.iter().map(|(_, value)| value.clone()).reduce(combine);
            window.add(batch, value, combine);
            if run.spec.emits(batch) {
                let start = (index + 1).saturating_sub(run.spec.window as usize);
                let all = run.batches[start..=index].iter().flatten();
                prop_assert_eq!(
                    window.emit(batch, combine),
                    all.map(|(_, value)| value.clone()).reduce(combine)
                );
            }
            if index == run.restart_after {
                let mut out = Vec::new();
                window.encode(&mut out);
                window = WindowedValue::new(run.spec, Inverse::None);
                window.load(&mut Input::new(&out), combine).unwrap();
            }
        }
    }

    #[test]
    fn plain_records_keep_their_order(run in runs("[a-z]{0,3}")) {
        let mut window = WindowBuffer::<TextColumn>::new(run.spec);
        for (index, records) in run.batches.iter().enumerate() {
            let batch = index as u64 + 1;
            let mut column = TextColumn::default();
            for (_, text) in records {
                text.as_str().store(&mut column);
            }
            window.add(batch, NumberedRuns::of_worker(Lanes::from_column(column)));
            if run.spec.emits(batch) {
                let start = (index + 1).saturating_sub(run.spec.window as usize);
                let expected: Vec<&String> =
                    run.batches[start..=index].iter().flatten().map(|(_, text)| text).collect();
                let found: Vec<&str> = window.runs().flatten().collect();
                prop_assert_eq!(found, expected);
            }
            if index == run.restart_after {
                let mut out = Vec::new();
                window.encode(&mut out);
                window = WindowBuffer::new(run.spec);
                window.load(&mut Input::new(&out)).unwrap();
            }
        }
    }

    #[test]
    fn hostile_bytes_are_refused_not_believed(
        bytes in prop::collection::vec(prop_oneof![0_u8..4, any::<u8>()], 0..80),
        (window, slide) in (1_u64..20, 1_u64..20),
    ) {
        let spec = WindowSpec { window, slide };
        for inverse in [Inverse::None, Inverse::Given(subtract())] {
            let mut window = WindowedTable::<u8, u64>::new(spec, inverse);
            let _ = window.load(&mut Input::new(&bytes), |_| true, u64::wrapping_add);
            for batch in 1..30 {
                window.add_records(batch, [(1_u8, 1), (2, 2)], u64::wrapping_add);
                window.emit(batch, u64::wrapping_add).for_each(drop);
            }
        }
        let _ = WindowBuffer::<TextColumn>::new(spec).load(&mut Input::new(&bytes));
    }
}

#[test]
fn the_panes_of_a_window() {
    let spec = |w, s| WindowSpec { window: w, slide: s };
    assert_eq!((spec(30, 10).pane(), spec(30, 10).panes()), (10, 3));
    assert_eq!((spec(9, 6).pane(), spec(9, 6).panes()), (3, 3));
    assert_eq!((spec(2, 3).pane(), spec(2, 3).panes()), (1, 2));
    let covered: Vec<u64> = (1..=9).filter(|&batch| spec(2, 3).covers(batch)).collect();
    assert_eq!(covered, [2, 3, 5, 6, 8, 9]);
    assert_eq!((spec(0, 0).panes(), spec(0, 0).covers(1)), (1, true));
}

#[test]
fn combining_costs_a_constant_however_long_the_window() {
    let spec = WindowSpec { window: 1000, slide: 1 };
    let combined = Cell::new(0_u64);
    let max = |a: u64, b: u64| {
        combined.set(combined.get() + 1);
        a.max(b)
    };
    let mut window = WindowedTable::<u8, u64>::new(spec, Inverse::None);
    let batches = if cfg!(miri) { 50 } else { 10_000 };
    for batch in 1..=batches {
        window.add_records(batch, [(0_u8, batch % 77)], max);
        window.emit(batch, max).for_each(drop);
    }
    assert!(combined.get() <= 4 * batches, "{} times in {batches} batches", combined.get());
}

#[test]
fn keys_that_left_the_window_leave_the_memory() {
    for (w, s) in [(1, 1), (4, 2), (30, 10), (20, 1), (3, 7)] {
        for inverse in [Inverse::None, Inverse::Known(subtract()), Inverse::Given(subtract())] {
            let spec = WindowSpec { window: w, slide: s };
            let mut window = WindowedTable::<u64, u64>::new(spec, inverse);
            for batch in 1..=200 {
                let fresh = (batch * 100..(batch + 1) * 100).map(|key| (key, 1));
                window.add_records(batch, fresh, u64::wrapping_add);
                if spec.emits(batch) {
                    assert_eq!(
                        window.emit(batch, u64::wrapping_add).count() as u64,
                        100 * w.min(batch)
                    );
                }
            }
            assert!(window.keys() as u64 <= 100 * 2 * (w + s + 1), "{} keys", window.keys());
        }
    }
}

#[test]
fn sums_of_floats_survive_a_restart_to_the_last_digit() {
    let spec = WindowSpec { window: 20, slide: 1 };
    let add = |a: f64, b: f64| a + b;
    let subtract = || Inverse::Given(Box::new(|a: f64, b: f64| a - b));
    let inverses: [&dyn Fn() -> Inverse<'static, f64>; 2] = [&|| Inverse::None, &subtract];
    for inverse in inverses {
        let mut window = WindowedTable::<u8, f64>::new(spec, inverse());
        let mut twin = WindowedTable::<u8, f64>::new(spec, inverse());
        for batch in 1..200_u32 {
            let record = (0_u8, 1e9 / f64::from(batch * batch));
            window.add_records(u64::from(batch), [record], add);
            twin.add_records(u64::from(batch), [record], add);
            let of = |window: &mut WindowedTable<u8, f64>| {
                window.emit(u64::from(batch), add).map(|(_, sum)| sum.to_bits()).next()
            };
            assert_eq!(of(&mut window), of(&mut twin));
            let mut out = Vec::new();
            twin.encode(&mut out);
            twin = WindowedTable::new(spec, inverse());
            twin.load(&mut Input::new(&out), |_| true, add).unwrap();
        }
    }
}

#[test]
fn state_of_other_panes_is_refused() {
    let window = WindowedTable::<u8, u64>::new(WindowSpec { window: 6, slide: 2 }, Inverse::None);
    let mut out = Vec::new();
    window.encode(&mut out);
    let mut other =
        WindowedTable::<u8, u64>::new(WindowSpec { window: 6, slide: 3 }, Inverse::None);
    let error = other.load(&mut Input::new(&out), |_| true, u64::wrapping_add).unwrap_err();
    assert_eq!(error.to_string(), "panes of 2 batches instead of 3 at byte 1");
    assert_eq!(WindowedTable::<Text, u64>::shape(), "window of (str, u64)");
}
