//! The two hands of the clock: jumps of the wall clock, and the time in which no job ran.

use std::sync::{Arc, Mutex};

use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;
use streamdsl_tests::{PATIENCE, Random, WORKERS, deterministic};

use crate::SECOND;

/// A running job on a clock of which the test moves both hands. It counts words in a window.
struct Set {
    context: StreamingContext,
    clock: ManualClock,
    queue: Queue<&'static str>,
    out: Collected<(String, u64)>,
    notices: Arc<Mutex<Vec<String>>>,
    completed: u64,
}

/// The words with their counts in each window, with its time in seconds.
type Windows = Vec<(u64, Vec<(String, u64)>)>;

fn word(count: u64) -> Vec<(String, u64)> {
    vec![("a".to_owned(), count)]
}

impl Set {
    fn start(builder: Builder, at: u64, (window, slide): (Duration, Duration)) -> Self {
        let (queue, clock) = (Queue::new(), ManualClock::at(Duration::from_secs(at)));
        let (out, source) = (Collected::new(), queue.source());
        let notices = Arc::new(Mutex::new(Vec::new()));
        let job = stream! {
            from(source) |> reduce_by_key(+) |> window(window, slide) |> collect(&out)
        };
        let heard = Arc::clone(&notices);
        let builder = builder
            .batch_interval(SECOND)
            .clock(clock.clone())
            .on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()));
        let context = builder.build().unwrap();
        context.start(job).unwrap();
        Self { context, clock, queue, out, notices, completed: 0 }
    }

    /// Lets a second pass, and waits for the batch.
    fn second(&mut self) {
        self.clock.advance(SECOND);
        self.wait(1);
    }

    fn wait(&mut self, batches: u64) {
        self.completed += batches;
        assert!(self.context.wait_for_batches(self.completed, PATIENCE).unwrap(), "no batch");
        assert_eq!(self.context.status().batches_completed, self.completed);
    }

    fn set_wall(&self, seconds: u64) {
        self.clock.set_wall(Duration::from_secs(seconds));
    }

    fn stop(self) -> (Windows, Vec<String>, Snapshot) {
        self.context.stop(StopMode::Graceful).unwrap();
        let windows = self.out.take().into_iter();
        let windows = windows.map(|(time, counts)| (time.as_millis() / 1000, counts)).collect();
        (windows, self.notices.lock().unwrap().clone(), self.context.snapshot().unwrap())
    }
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    for workers in WORKERS {
        let mut job = Set::start(deterministic(workers), 36_000, (2 * SECOND, SECOND));
        job.queue.push(["a"]);
        job.second();
        job.set_wall(32_401);
        for _ in 0..3 {
            job.second();
        }
        // Corrected: the times have gone on as if nothing had happened.
        job.set_wall(36_004);
        job.second();
        let (windows, notices, _) = job.stop();
        let times: Vec<u64> = windows.iter().map(|(time, _)| *time).collect();
        assert_eq!(times, [36_001, 36_002, 36_003, 36_004, 36_005]);
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert!(notices[0].contains("clock: the wall clock was set back and is 3600s behind"));
        assert!(notices[1].contains("caught up"), "{notices:?}");
    }
}

#[test]
fn missing_batches_count_as_empty_and_are_not_run() {
    for workers in WORKERS {
        let mut job = Set::start(deterministic(workers), 0, (30 * SECOND, SECOND));
        job.queue.push(["a"]);
        job.second();
        job.set_wall(3_600);
        // The open batch ends at once.
        job.wait(1);
        job.queue.push(["a"]);
        job.second();
        let (windows, notices, snapshot) = job.stop();
        assert_eq!(windows, [(1, word(1)), (2, word(1)), (3_601, word(1))]);
        assert_eq!((snapshot.batches(), snapshot.time().unwrap().as_millis()), (3_601, 3_601_000));
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert!(notices[0].contains("has gone forward by 3599s"), "{notices:?}");
        assert!(notices[1].contains("3598 missing batches are counted as empty"), "{notices:?}");
    }
}

#[test]
fn a_job_that_catches_up_runs_them() {
    let mut job = Set::start(deterministic(2).catch_up(true), 0, (30 * SECOND, 10 * SECOND));
    job.queue.push(["a"]);
    job.second();
    job.set_wall(41);
    job.wait(40);
    let (windows, notices, _) = job.stop();
    assert_eq!(windows, [(10, word(1)), (20, word(1)), (30, word(1)), (40, vec![])]);
    assert_eq!(notices.len(), 1, "{notices:?}");
}

#[test]
fn a_pane_whose_last_batch_is_missing_leaves_in_time() {
    for workers in WORKERS {
        let mut job = Set::start(deterministic(workers), 0, (8 * SECOND, 4 * SECOND));
        job.queue.push(["a", "a", "b"]);
        job.second();
        // The pane of batches 1 to 4 ends while the wall clock jumps.
        job.set_wall(5);
        job.wait(1);
        for _ in 6..=12 {
            job.queue.push(["a"]);
            job.second();
        }
        let (windows, _, _) = job.stop();
        let windows: Windows = windows
            .into_iter()
            .map(|(time, mut counts)| {
                counts.sort_unstable();
                (time, counts)
            })
            .collect();
        let first = vec![("a".to_owned(), 5), ("b".to_owned(), 1)];
        assert_eq!(windows, [(8, first), (12, word(7))]);
    }
}

#[test]
fn time_in_which_no_job_runs_passes() {
    for workers in WORKERS {
        let window = (8 * SECOND, 4 * SECOND);
        let mut job = Set::start(deterministic(workers), 0, window);
        job.queue.push(["a"]);
        job.second();
        let (_, _, snapshot) = job.stop();
        // The first pane has ended, and its window is emitted at 8 for the last time.
        let restored = deterministic(4 - workers).restore(snapshot.clone());
        let mut job = Set::start(restored, 5, window);
        job.queue.push(["a"]);
        for _ in 6..=12 {
            job.second();
        }
        let (windows, notices, _) = job.stop();
        assert_eq!(windows, [(8, word(2)), (12, word(1))]);
        assert!(notices[0].contains("4 missing batches are counted as empty"), "{notices:?}");
        let catching_up = deterministic(workers).restore(snapshot.clone()).catch_up(true);
        let mut job = Set::start(catching_up, 13, window);
        job.wait(12);
        let (windows, _, _) = job.stop();
        assert_eq!(windows, [(4, word(1)), (8, word(1)), (12, vec![])]);
    }
}

#[test]
fn a_clock_that_is_behind_the_saved_state_goes_on_from_there() {
    for workers in WORKERS {
        let window = (8 * SECOND, 4 * SECOND);
        let mut job = Set::start(deterministic(workers), 1, window);
        job.queue.push(["a"]);
        job.second();
        job.second();
        let (_, _, snapshot) = job.stop();
        let mut job = Set::start(deterministic(workers).restore(snapshot), 0, window);
        for _ in 4..=6 {
            job.second();
        }
        let (windows, notices, _) = job.stop();
        assert_eq!(windows.len(), 1);
        assert!(notices[0].contains("3s behind the last batch that was saved"), "{notices:?}");
    }
}

#[test]
fn restarts_within_a_batch_do_not_put_the_times_forward() {
    let mut saved = None;
    for (start, ends) in [(1000, 101), (1005, 102), (1012, 103), (1022, 104), (1032, 105)] {
        let clock = ManualClock::at(SECOND / 10 * start);
        let (queue, notices) = (Queue::new(), Arc::new(Mutex::new(Vec::new())));
        let (source, heard, out) = (queue.source(), Arc::clone(&notices), Collected::new());
        let mut builder = deterministic(2).clock(clock.clone());
        builder = builder.on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()));
        if let Some(saved) = saved.take() {
            builder = builder.restore(saved);
        }
        let context = builder.build().unwrap();
        context.start(stream! { from(source) |> count |> collect(&out) }).unwrap();
        queue.push(["a"]);
        if ends == 105 {
            // The wall clock says when the batch ends, however often the job was restarted.
            clock.advance(SECOND);
            assert!(!context.wait_for_batches(1, SECOND / 20).unwrap());
            clock.advance(SECOND);
            assert!(context.wait_for_batches(1, PATIENCE).unwrap());
        }
        context.stop(StopMode::Graceful).unwrap();
        saved = context.snapshot();
        assert_eq!(seconds(&out), [(ends, vec![1])]);
        assert_eq!(*notices.lock().unwrap(), Vec::<String>::new());
    }
}

/// The batches of a job by their time in seconds, as `Collected::take` returns them.
fn seconds<T>(out: &Collected<T>) -> Vec<(u64, Vec<T>)> {
    let batches = out.take().into_iter();
    batches.map(|(time, records)| (time.as_millis() / 1000, records)).collect()
}

#[test]
fn windows_hold_the_batches_of_their_time_however_the_clock_is_set() {
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let clock = ManualClock::at(1000 * SECOND);
        let (raw, narrow, wide) = (Collected::new(), Collected::new(), Collected::new());
        let (mut saved, mut sent) = (None, 0);
        for _ in 0..3 {
            let queue = Queue::new();
            let source = queue.source();
            let job = stream! {
                let words = from(source);
                words |> collect(&raw);
                words |> count_by_window(5s, 1s) |> collect(&narrow);
                words |> map(|n| (n % 3, 1_u64)) |> reduce_by_key(+) |> window(12s, 4s) |> values
                    |> reduce(+) |> collect(&wide);
            };
            let mut builder = deterministic(1 + random.below(4) as usize).on_notice(|_| ());
            builder = builder.clock(clock.clone()).catch_up(seed % 4 == 0);
            if let Some(saved) = saved.take() {
                builder = builder.restore(saved);
            }
            let context = builder.build().unwrap();
            context.start(job).unwrap();
            for _ in 0..30 {
                match random.below(5) {
                    0 | 1 => {
                        let count = random.below(9);
                        sent += count as usize;
                        queue.push((0..count).collect::<Vec<u64>>());
                    }
                    2 | 3 => clock.advance(Duration::from_millis(random.below(2500))),
                    _ => {
                        let now = clock.now().as_millis() as u64 + random.below(50_000);
                        clock.set_wall(Duration::from_millis(now - 25_000));
                    }
                }
                std::thread::sleep(Duration::from_micros(random.below(3000)));
            }
            context.stop(StopMode::Graceful).unwrap();
            saved = context.snapshot();
        }
        let raw = seconds(&raw);
        assert!(raw.is_sorted_by(|(a, _), (b, _)| a < b), "seed {seed}: {raw:?}");
        assert_eq!(raw.iter().map(|(_, records)| records.len()).sum::<usize>(), sent);
        let covered = |end: u64, length: u64| {
            let inside = raw.iter().filter(|(time, _)| *time <= end && *time + length > end);
            inside.map(|(_, records)| records.len() as u64).sum::<u64>()
        };
        let times = raw.iter().map(|(time, _)| *time);
        let expected: Vec<_> = times.clone().map(|time| (time, vec![covered(time, 5)])).collect();
        assert_eq!(seconds(&narrow), expected, "seed {seed}");
        // Windows are counted from the first batch of the stream.
        let first = if let Some(saved) = &saved {
            saved.time().unwrap().as_millis() / 1000 - saved.batches()
        } else {
            panic!("a job that is stopped gracefully leaves a snapshot")
        };
        let expected =
            times.filter(|time| (time - first) % 4 == 0).map(|time| (time, covered(time, 12)));
        let expected: Vec<_> =
            expected.map(|(time, sum)| (time, if sum == 0 { vec![] } else { vec![sum] })).collect();
        assert_eq!(seconds(&wide), expected, "seed {seed}");
    }
}

#[test]
fn a_source_with_a_pace_makes_nothing_for_missing_batches() {
    let (clock, out) = (ManualClock::new(), Collected::new());
    let job = stream! { generator(10, |n| n) |> count |> collect(&out) };
    let context = deterministic(1).clock(clock.clone()).on_notice(|_| ()).build().unwrap();
    context.start(job).unwrap();
    clock.set_wall(3_600 * SECOND);
    assert!(context.wait_for_batches(1, PATIENCE).unwrap());
    clock.advance(SECOND);
    assert!(context.wait_for_batches(2, PATIENCE).unwrap());
    context.stop(StopMode::Immediate).unwrap();
    assert_eq!(out.records(), [10, 10]);
}

#[test]
fn timeouts_are_reached_while_batches_are_missing() {
    let (queue, clock) = (Queue::new(), ManualClock::new());
    let (source, gone) = (queue.source(), Collected::new());
    let job = stream! {
        from(source)
            |> map_with_state(|key, value, state| {
                if let Some(value) = value { state.update(value) }
                (key, state.is_timing_out())
            }, timeout = 60s)
            |> filter(|(_, timed_out)| *timed_out) |> map(|(key, _)| key) |> collect(&gone)
    };
    let context = deterministic(2).clock(clock.clone()).on_notice(|_| ()).build().unwrap();
    queue.push([("a", 1)]);
    context.start(job).unwrap();
    clock.advance(SECOND);
    assert!(context.wait_for_batches(1, PATIENCE).unwrap());
    clock.set_wall(3_600 * SECOND);
    assert!(context.wait_for_batches(2, PATIENCE).unwrap());
    clock.advance(SECOND);
    assert!(context.wait_for_batches(3, PATIENCE).unwrap());
    context.stop(StopMode::Graceful).unwrap();
    let gone: Vec<_> = gone.take().into_iter().filter(|(_, keys)| !keys.is_empty()).collect();
    assert_eq!(gone, [(BatchTime::from_millis(3_601_000), vec!["a".to_owned()])]);
}
