//! Batches that are pushed while the job runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use streamdsl::prelude::*;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

#[test]
fn one_batch_at_a_time_and_then_the_default() {
    let (batches, all) = (Queue::new(), Collected::new());
    let job = stream! { queue(&batches, default = vec![0, 0]) |> collect(&all) };
    batches.push([1, 2]);
    batches.push([3]);
    let job = Stepped::start(job);
    job.end_batch();
    job.end_batch();
    job.end_batch();
    batches.push([]);
    job.end_batch();
    assert_eq!(all.batches(), [vec![1, 2], vec![3], vec![0, 0], vec![]]);
}

#[test]
fn all_that_waits_at_once() {
    let (batches, all) = (Queue::new(), Collected::new());
    let job = stream! { queue(&batches, one_at_a_time = false) |> collect(&all) };
    for n in 0..4 {
        batches.push([n, n]);
    }
    let job = Stepped::start(job);
    job.end_batch();
    job.end_batch();
    assert_eq!(all.sorted_batches(), [vec![0, 0, 1, 1, 2, 2, 3, 3], vec![]]);
}

#[test]
fn the_job_ends_when_the_last_handle_is_gone() {
    let (batches, all) = (Queue::new(), Collected::new());
    let job = stream! { queue(&batches) |> collect(&all) };
    let job = Stepped::start(job);
    let other = batches.clone();
    drop(batches);
    other.push(["a"]);
    other.push(["b"]);
    drop(other);
    job.end_batch();
    job.end_batch();
    job.context().await_termination().unwrap();
    assert_eq!(all.batches(), [["a"], ["b"]]);
}

#[test]
fn a_queue_that_is_closed_or_whose_job_has_ended_takes_nothing() {
    let batches = Queue::new();
    let job = stream! { queue(&batches) |> count |> pprint };
    let job = Stepped::start(job);
    assert!(batches.push([1]));
    job.stop();
    assert!(!batches.push([2]), "nobody takes it any more");
    let closed = Queue::new();
    assert!(closed.push([1]));
    closed.close();
    assert!(!closed.push([2]));
    assert_eq!(closed.len(), 1);
}

#[test]
fn a_bounded_queue_slows_down_who_pushes() {
    let (batches, all) = (Queue::bounded(2), Collected::new());
    let job = stream! { queue(&batches) |> collect(&all) };
    let job = Stepped::start(job);
    let pushed = Arc::new(AtomicUsize::new(0));
    let (queue, count) = (batches.clone(), Arc::clone(&pushed));
    let feeder = thread::spawn(move || {
        for n in 0..5 {
            assert!(queue.push([n]));
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    until("two are pushed", || pushed.load(Ordering::SeqCst) == 2);
    thread::sleep(Duration::from_millis(20));
    assert_eq!(pushed.load(Ordering::SeqCst), 2);
    for expected in 3..=5 {
        job.end_batch();
        until("another one is pushed", || pushed.load(Ordering::SeqCst) >= expected);
    }
    feeder.join().unwrap();
    drop(batches);
    job.stop();
    assert_eq!(all.records(), [0, 1, 2, 3, 4]);
}
