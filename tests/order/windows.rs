//! A window yields its batches oldest first, and each batch in the order of the stream.

use streamdsl::clock::SimulatedClock;
use streamdsl::prelude::*;
use streamdsl::testing;

use crate::{MANY, WORKERS, check, parse};

/// Batches that together are longer than one page, of numbers in ascending order.
fn batches() -> Vec<Vec<u64>> {
    (0..6).map(|batch| (batch * 1000..batch * 1000 + 500).collect()).collect()
}

#[test]
fn a_window_keeps_the_order_of_a_batch() {
    check(&(0..MANY).collect::<Vec<_>>(), |file, out| {
        stream! { text_file(file) |> map(parse) |> window(1s) |> collect(out) }
    });
}

#[test]
fn the_oldest_batch_comes_first() {
    let expected: Vec<Vec<u64>> =
        (0..6_usize).map(|end| batches()[end.saturating_sub(2)..=end].concat()).collect();
    for workers in WORKERS {
        for _ in 0..10 {
            let out = Collected::new();
            let job = stream! { memory(batches()) |> window(3s) |> collect(&out) };
            testing::run_on(workers, job).unwrap();
            assert_eq!(out.batches()[..6], expected, "on {workers} workers");
        }
    }
}

#[test]
fn a_window_over_a_window_keeps_the_order() {
    let inner = |end: usize| batches()[end.saturating_sub(1)..=end].concat();
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! { memory(batches()) |> window(2s) |> map(|n| n) |> window(2s) |> collect(&out) };
        testing::run_on(workers, job).unwrap();
        let found = out.batches();
        for (end, found) in found.iter().enumerate().take(6).skip(1) {
            assert_eq!(*found, [inner(end - 1), inner(end)].concat(), "on {workers} workers");
        }
    }
}

#[test]
fn a_window_over_a_union_keeps_the_order() {
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! {
            let numbers = memory(batches());
            let negative = numbers |> map(|n| n + 100_000);
            numbers |> union(negative) |> window(2s) |> collect(&out);
        };
        testing::run_on(workers, job).unwrap();
        let both = |batch: usize| {
            let numbers = batches()[batch].clone();
            [numbers.clone(), numbers.iter().map(|n| n + 100_000).collect()].concat()
        };
        assert_eq!(out.batches()[3], [both(2), both(3)].concat(), "on {workers} workers");
    }
}

#[test]
fn a_restored_window_keeps_the_order() {
    for workers in WORKERS {
        let out = Collected::new();
        let job = |input: Vec<Vec<u64>>| {
            stream! {
                let numbers = memory(input);
                let larger = numbers |> map(|n| n + 100_000);
                numbers |> union(larger) |> window(4s) |> collect(&out);
            }
        };
        let context = |workers| {
            StreamingContext::builder()
                .clock(SimulatedClock::new())
                .workers(workers)
                .pin_workers(false)
                .stop_on_ctrl_c(false)
        };
        let first = context(workers).build().unwrap();
        first.run(job(batches()[..3].to_vec())).unwrap();
        let snapshot = first.snapshot().unwrap();
        let second = context(6 - workers).restore(snapshot).build().unwrap();
        second.run(job(batches()[3..4].to_vec())).unwrap();
        let both = |batch: usize| {
            let numbers = batches()[batch].clone();
            [numbers.clone(), numbers.iter().map(|n| n + 100_000).collect()].concat()
        };
        let expected: Vec<u64> = (0..4).flat_map(both).collect();
        assert_eq!(out.batches()[3], expected, "on {workers} workers");
    }
}
