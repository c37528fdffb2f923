//! Values that a program shares with its closures, while jobs run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use streamdsl::error::Error;
use streamdsl::prelude::*;
use streamdsl::source::memory_channel;

const PATIENCE: Duration = Duration::from_secs(20);

fn manual(workers: usize) -> (streamdsl::context::Builder, ManualClock) {
    let clock = ManualClock::new();
    let builder = StreamingContext::builder().workers(workers).pin_workers(false);
    (builder.clock(clock.clone()).on_notice(|_| ()), clock)
}

fn next_batch(context: &StreamingContext, clock: &ManualClock) {
    let completed = context.status().batches_completed;
    clock.advance(Duration::from_secs(1));
    assert!(context.wait_for_batches(completed + 1, PATIENCE).unwrap());
}

#[test]
fn a_replaced_value_is_seen_from_the_next_batch_on() {
    let (builder, clock) = manual(2);
    let context = builder.build().unwrap();
    let (queue, source) = memory_channel();
    let (limit, long) = (Broadcast::new(3), Collected::new());
    let knob = limit.clone();
    let job = stream! {
        from(source) |> filter(|word: &&str| word.len() > *limit.get()) |> collect(&long)
    };
    context.start(job).unwrap();
    for most in [3, 1, 2] {
        knob.set(most);
        queue.push(["a", "ab", "abc", "abcd"]);
        next_batch(&context, &clock);
    }
    context.stop(StopMode::Immediate).unwrap();
    assert_eq!(
        long.sorted_batches(),
        [vec!["abcd"], vec!["ab", "abc", "abcd"], vec!["abc", "abcd"]]
    );
}

#[test]
fn an_output_finds_what_the_records_before_it_have_added() {
    for workers in [1, 4] {
        let seen = Accumulator::counter("seen");
        let (sum, totals) = (seen.clone(), Mutex::new(Vec::new()));
        let totals = std::sync::Arc::new(totals);
        let found = std::sync::Arc::clone(&totals);
        let job = stream! {
            memory((0..5).map(|_| 0..10_000_u32))
                |> filter(|_record| { seen.add(1); false })
                |> foreach_batch(|_batch| found.lock().unwrap().push(sum.value()))
        };
        streamdsl::testing::run_on(workers, job).unwrap();
        let totals = totals.lock().unwrap().clone();
        assert_eq!(totals, [10_000, 20_000, 30_000, 40_000, 50_000], "{workers} workers");
    }
}

#[test]
fn what_was_added_before_a_failure_stays() {
    let seen = Accumulator::counter("seen");
    let sum = seen.clone();
    let job = stream! {
        memory([[1, 2, 3]])
            |> map(|n| { seen.add(1); assert!(n < 3, "three"); n })
            |> pprint
    };
    assert!(streamdsl::testing::run_on(1, job).is_err());
    assert_eq!(sum.value(), 3);
}

/// One worker replaces the value in the middle of every batch, for every record.
#[test]
fn all_workers_see_one_version_within_a_batch() {
    let seen = Collected::new();
    let version = Broadcast::new(0_u64);
    let (knob, next) = (version.clone(), AtomicU64::new(1));
    let job = stream! {
        memory((0..50).map(|_| 0..8192_u32))
            |> map(|_record| {
                knob.set(next.fetch_add(1, Ordering::Relaxed));
                *version.get()
            })
            |> count_by_value
            |> collect(&seen)
    };
    streamdsl::testing::run_on(4, job).unwrap();
    let batches = seen.batches();
    assert_eq!(batches.len(), 50);
    let mut last = 0;
    for batch in batches {
        let [(version, count)] = batch[..] else { panic!("several versions: {batch:?}") };
        assert_eq!(count, 8192);
        assert!(version >= last, "version {version} after {last}");
        last = version;
    }
    assert!(last > 0);
}

#[test]
fn several_values_and_large_ones_are_shared() {
    let stop_words = Broadcast::new(vec!["the".to_owned(), "a".to_owned()]);
    let suffix = Broadcast::new(String::from("!"));
    let words = Collected::new();
    let job = stream! {
        memory([["the cat", "a dog"]])
            |> flat_map(split)
            |> filter(|word| !stop_words.get().iter().any(|stop| stop == word))
            |> map(|word| format!("{word}{}", suffix.get()))
            |> collect(&words)
    };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(words.sorted_batches(), [["cat!", "dog!"]]);
}

#[test]
fn accumulators_are_exact_and_visible() {
    let (builder, clock) = manual(2);
    let (even, total) = (Accumulator::counter("even numbers"), Accumulator::new("a total", 0.0));
    let unused = Accumulator::counter("never used");
    let context = builder.accumulator(&unused).build().unwrap();
    let (queue, source) = memory_channel();
    let (count, sum) = (even.clone(), total.clone());
    let job = stream! {
        from(source)
            |> map(|n: u32| {
                if n.is_multiple_of(2) {
                    even.add(1);
                }
                total.add(f64::from(n));
                n
            })
            |> count
            |> foreach_batch(|_batch| ())
    };
    context.start(job).unwrap();
    let shown = || {
        let status = context.status().accumulators;
        status.into_iter().map(|sum| format!("{} {}", sum.name, sum.value)).collect::<Vec<_>>()
    };
    assert_eq!(shown(), ["never used 0"]);
    queue.push(0..10_000);
    next_batch(&context, &clock);
    assert_eq!(shown(), ["a total 49995000.0", "even numbers 5000", "never used 0"]);
    queue.push(0..10);
    next_batch(&context, &clock);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!((count.value(), count.name()), (5005, "even numbers"));
    assert!((sum.value() - 49_995_045.0).abs() < 1e-6);
    assert_eq!(shown().len(), 3, "the status outlives the job");
}

#[test]
fn a_graceful_stop_that_takes_too_long_says_what_it_dropped() {
    let (entered, inside) = mpsc::channel();
    let (given_up, release) = mpsc::channel();
    let (entered, release) = (Mutex::new(entered), Mutex::new(release));
    let (builder, clock) = manual(1);
    let builder = builder.graceful_stop_timeout(Duration::from_millis(20));
    let context = builder.on_notice(move |_| given_up.send(()).unwrap()).build().unwrap();
    let (queue, source) = memory_channel();
    let job = stream! {
        from(source) |> foreach_batch(|batch| {
            if !batch.is_empty() {
                entered.lock().unwrap().send(()).unwrap();
                // Only the timeout ends this.
                release.lock().unwrap().recv().unwrap();
            }
        })
    };
    context.start(job).unwrap();
    queue.push([1]);
    queue.push([2]);
    clock.advance(Duration::from_secs(2));
    inside.recv().unwrap();
    let error = context.stop(StopMode::Graceful).unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with("the graceful stop took longer than 20ms; "), "{message}");
    assert!(matches!(error, Error::StopTimeout { batches: 1.., .. }), "{error}");
    assert!(context.snapshot().is_none());
}

#[test]
fn a_graceful_stop_that_is_done_in_time_is_no_error() {
    let (builder, _clock) = manual(2);
    let context = builder.graceful_stop_timeout(Duration::from_secs(3600)).build().unwrap();
    let (queue, source) = memory_channel();
    let all = Collected::new();
    context.start(stream! { from(source) |> collect(&all) }).unwrap();
    queue.push([1, 2]);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(all.records(), [1, 2]);
}
