//! The end of finite input: windows are emitted once with the last records.

use streamdsl::clock::SystemClock;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl_tests::{PATIENCE, WORKERS, deterministic};

use crate::SECOND;

/// The number of records in each window, with its time in seconds.
type Counts = Vec<(u64, u64)>;

fn counts(out: &Collected<u64>) -> Counts {
    out.take().into_iter().map(|(time, counts)| (time.as_millis() / 1000, counts[0])).collect()
}

/// One record in each of `batches` batches, counted in a window.
fn counted(batches: usize, (window, slide): (Duration, Duration), at_end: AtEnd) -> Counts {
    let out = Collected::new();
    let job = stream! {
        memory(vec![vec!["a"]; batches]) |> window(window, slide) |> count |> collect(&out)
    };
    let context = deterministic(2).at_end(at_end).build().unwrap();
    context.run(job).unwrap();
    counts(&out)
}

#[test]
fn a_window_is_emitted_once_after_the_last_record() {
    let window = (30 * SECOND, 10 * SECOND);
    assert_eq!(counted(7, window, AtEnd::Emit), [(10, 7)]);
    assert_eq!(counted(10, window, AtEnd::Emit), [(10, 10)]);
    assert_eq!(counted(11, window, AtEnd::Emit), [(10, 10), (20, 11)]);
    assert_eq!(counted(7, window, AtEnd::Keep), []);
    // The last record is in no window.
    assert_eq!(counted(6, (2 * SECOND, 5 * SECOND), AtEnd::Emit), [(5, 2)]);
}

#[test]
fn a_window_of_windows_that_leave_gaps_gets_no_extra_batch() {
    // The last record is in no window; the window before it was emitted at 5.
    let out = Collected::new();
    let job = stream! {
        memory(vec![vec!["a"]; 6]) |> window(2s, 5s) |> window(5s, 5s) |> count |> collect(&out)
    };
    deterministic(2).build().unwrap().run(job).unwrap();
    assert_eq!(counts(&out), [(5, 2)]);
}

#[test]
fn a_window_whose_emission_is_missing_is_emitted_later() {
    let (queue, clock, out) = (Queue::new(), ManualClock::new(), Collected::new());
    let source = queue.source();
    let job = stream! { from(source) |> window(30s, 10s) |> count |> collect(&out) };
    let context = deterministic(2).clock(clock.clone()).on_notice(|_| ()).build().unwrap();
    queue.push(["a"]);
    context.start(job).unwrap();
    clock.advance(SECOND);
    assert!(context.wait_for_batches(1, PATIENCE).unwrap());
    clock.set_wall(14 * SECOND);
    assert!(context.wait_for_batches(2, PATIENCE).unwrap());
    queue.close();
    clock.advance(SECOND);
    assert!(context.await_termination_or_timeout(PATIENCE).unwrap());
    assert_eq!(counts(&out), [(20, 1)]);
}

#[test]
fn sources_that_end_at_different_times_and_one_that_goes_on() {
    for workers in WORKERS {
        let (queue, clock) = (Queue::new(), ManualClock::new());
        let (both, short, source) = (Collected::new(), Collected::new(), queue.source());
        let job = stream! {
            let few = memory([["a"], ["b"]]);
            let many = from(source);
            few |> window(4s, 2s) |> count |> collect(&short);
            few |> union(many) |> window(6s, 3s) |> window(6s, 3s) |> count |> collect(&both);
        };
        let context = deterministic(workers).clock(clock.clone()).build().unwrap();
        context.start(job).unwrap();
        for batch in 1..=7 {
            queue.push(["c"]);
            clock.advance(SECOND);
            assert!(context.wait_for_batches(batch, PATIENCE).unwrap());
        }
        queue.close();
        clock.advance(SECOND);
        assert!(context.await_termination_or_timeout(PATIENCE).unwrap());
        assert_eq!(counts(&short), [(2, 2), (4, 2), (6, 0), (8, 0)]);
        assert_eq!(counts(&both), [(3, 5), (6, 5 + 8), (9, 8 + 4)]);
    }
}

#[test]
fn windows_that_are_kept_go_on_in_the_next_job() {
    for workers in WORKERS {
        let mut state = None;
        let mut all = Counts::new();
        for part in 0..4 {
            let out = Collected::new();
            let job = stream! {
                memory(vec![vec!["a"]; 3]) |> window(4s, 2s) |> window(4s, 4s) |> count |> collect(&out)
            };
            let mut builder = deterministic(1 + (workers + part) % 4);
            builder = builder.at_end(if part < 3 { AtEnd::Keep } else { AtEnd::Emit });
            if let Some(state) = state.take() {
                builder = builder.restore(state);
            }
            let context = builder.build().unwrap();
            context.run(job).unwrap();
            state = context.snapshot();
            all.extend(counts(&out));
        }
        assert_eq!(all, [(4, 2 + 4), (8, 4 + 4), (12, 4 + 4)]);
    }
}

#[test]
fn a_stop_while_windows_are_emitted_keeps_the_rest() {
    for workers in WORKERS {
        let (started, seen) = std::sync::mpsc::channel();
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let (out, wait) = (Collected::new(), std::sync::Mutex::new(wait));
        let job = stream! {
            let words = memory([["a"]]);
            words |> window(5s, 5s) |> count |> collect(&out);
            words |> window(2s, 2s) |> foreach_batch(|batch| {
                if batch.time().as_millis() == 2000 {
                    started.send(()).unwrap();
                    wait.lock().unwrap().recv().unwrap();
                }
            });
        };
        let context = std::sync::Arc::new(deterministic(workers).build().unwrap());
        context.start(job).unwrap();
        seen.recv().unwrap();
        let stopping = std::sync::Arc::clone(&context);
        let stop = std::thread::spawn(move || stopping.stop(StopMode::Graceful));
        std::thread::sleep(SECOND / 5);
        go_on.send(()).unwrap();
        stop.join().unwrap().unwrap();
        assert_eq!(counts(&out), []);
        let snapshot = context.snapshot().unwrap();
        assert!(snapshot.batches() < 5);
        let out = Collected::new();
        let job = stream! {
            let words = memory(Vec::<Vec<&str>>::new());
            words |> window(5s, 5s) |> count |> collect(&out);
            words |> window(2s, 2s) |> foreach_batch(|_| ());
        };
        deterministic(3).restore(snapshot).build().unwrap().run(job).unwrap();
        assert_eq!(counts(&out), [(5, 1)]);
    }
}

#[test]
fn a_source_after_a_list_of_sources_counts_for_its_own_windows() {
    let (first, second) = (Collected::new(), Collected::new());
    let job = stream! {
        let list = union_all(["a", "b", "c"].map(|word| streamdsl::source::memory([[word]])));
        let other = memory(vec![vec!["d"]; 3]);
        list |> window(2s, 2s) |> count |> collect(&first);
        other |> window(10s, 10s) |> count |> collect(&second);
    };
    deterministic(2).build().unwrap().run(job).unwrap();
    assert_eq!(counts(&second), [(10, 3)]);
    let expected: Counts = [(2, 3)].into_iter().chain((2..=5).map(|n| (2 * n, 0))).collect();
    assert_eq!(counts(&first), expected);
}

#[test]
fn a_window_of_a_window_is_emitted_too() {
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! {
            memory([["a"], ["b"]])
                |> count_by_window(4s, 2s) |> reduce_by_window(+, 6s, 6s) |> collect(&out)
        };
        deterministic(workers).build().unwrap().run(job).unwrap();
        assert_eq!(counts(&out), [(6, 2 + 2)]);
    }
}

#[test]
fn each_source_counts_for_its_own_windows_only() {
    let (early, late) = (Collected::new(), Collected::new());
    let job = stream! {
        memory([["a"]]) |> window(2s, 2s) |> count |> collect(&early);
        memory([["a"], ["b"], ["c"]]) |> count |> collect(&late);
    };
    deterministic(1).build().unwrap().run(job).unwrap();
    assert_eq!(counts(&early), [(2, 1)]);
    assert_eq!(counts(&late), [(1, 1), (2, 1), (3, 1)]);
}

#[test]
fn the_state_is_that_after_the_last_batch_and_timeouts_do_not_fire() {
    for workers in WORKERS {
        let (calls, states) = (Collected::new(), Collected::new());
        let job = stream! {
            let pairs = memory([[("a", 1)]]);
            pairs |> map_with_state(|_, value, state| {
                state.update(value.unwrap_or(-1));
                value.is_some()
            }, timeout = 2s) |> collect(&calls);
            pairs |> update_state_by_key(|new, calls| Some(calls.unwrap_or(0) + 1 + new.len()))
                |> collect(&states);
            pairs |> window(5s, 5s) |> pprint;
        };
        let context = deterministic(workers).output(std::io::sink()).build().unwrap();
        context.run(job).unwrap();
        // One call with a record, then four in empty batches.
        assert_eq!(states.batches().concat().last(), Some(&("a".to_owned(), 6)));
        assert_eq!(calls.batches().concat(), [true]);
        let snapshot = context.snapshot().unwrap();
        assert_eq!((snapshot.batches(), snapshot.time().unwrap().as_millis()), (5, 5000));
        assert_eq!(context.status().batches_completed, 5);
    }
}

#[test]
fn no_clock_is_waited_for() {
    let window = 10 * 3600 * SECOND;
    let run = |builder: streamdsl::context::Builder, clock: Option<&ManualClock>| {
        let out = Collected::new();
        let job = stream! { memory([["a"]]) |> window(window, window) |> count |> collect(&out) };
        let context = builder.workers(1).batch_interval(100 * SECOND).build().unwrap();
        context.start(job).unwrap();
        if let Some(clock) = clock {
            clock.advance(100 * SECOND);
        }
        assert!(context.await_termination_or_timeout(PATIENCE).unwrap(), "it waits for the clock");
        assert_eq!(out.records(), [1]);
        context.status().batches_completed
    };
    let clock = ManualClock::new();
    assert_eq!(run(StreamingContext::builder().clock(clock.clone()), Some(&clock)), 360);
    assert_eq!(clock.now(), 100 * SECOND);
    // The first batch ends at the next multiple of the interval.
    let out = Collected::new();
    let job = stream! {
        batch_interval = 100ms;
        memory([["a"]]) |> window(window, window) |> count |> collect(&out)
    };
    let context = StreamingContext::builder().clock(SystemClock::new()).workers(1).build().unwrap();
    context.start(job).unwrap();
    assert!(context.await_termination_or_timeout(2 * PATIENCE).unwrap(), "it waits for the clock");
    assert_eq!(out.records(), [1]);
}

#[test]
fn user_code_that_panics_outside_of_operators_is_named() {
    for at in [0, 2] {
        let batches = (0..4).map(move |n| if n == at { panic!("no batch {n}") } else { [n] });
        let job = stream! { memory(batches) |> foreach(|_| ()) };
        let message = deterministic(1).build().unwrap().run(job).unwrap_err().to_string();
        assert_eq!(message, format!("source memory: it panicked: no batch {at}"));
    }
    let noisy = deterministic(1).clock(ManualClock::new()).on_notice(|_| panic!("no notices"));
    let context = noisy.build().unwrap();
    let job = stream! { socket("localhost", 1) |> foreach(|_| ()) };
    let message = context.run(job).unwrap_err().to_string();
    assert!(message.contains("the function that `on_notice` was given panicked"), "{message}");
    assert!(message.ends_with(": no notices"), "{message}");
}

#[test]
fn a_graceful_stop_keeps_the_windows() {
    let (queue, clock) = (Queue::new(), ManualClock::new());
    let source = queue.source();
    let out = Collected::new();
    let job = stream! { from(source) |> window(30s, 10s) |> count |> collect(&out) };
    let context = deterministic(1).clock(clock.clone()).build().unwrap();
    assert!(queue.push(["a"]));
    context.start(job).unwrap();
    clock.advance(SECOND);
    assert!(context.wait_for_batches(1, PATIENCE).unwrap());
    context.stop(StopMode::Graceful).unwrap();
    assert!(out.batches().is_empty());
    let snapshot = context.snapshot().unwrap();
    // A job that continues has no input at all, and still emits what the window holds.
    let out = Collected::new();
    let job =
        stream! { memory(Vec::<Vec<&str>>::new()) |> window(30s, 10s) |> count |> collect(&out) };
    deterministic(2).clock(clock).restore(snapshot).build().unwrap().run(job).unwrap();
    assert_eq!(counts(&out), [(10, 1)]);
}
