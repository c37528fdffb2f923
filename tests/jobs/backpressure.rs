//! The adaptive back-pressure in simulation, compared with the PID estimator of Spark.
//!
//! The job of `docs/flow.md`: batches of one second, 4000 records per second offered, workers that
//! process 1000 per second, a first limit of 2000. The series of that page is printed by
//! `cargo test -p streamdsl-tests --test jobs backpressure -- --nocapture`.

use std::collections::VecDeque;
use std::time::Duration;

use streamdsl::flow::{Backlog, RateEstimator};

/// The step of the simulation, and the number of steps between two checks of a limit. All times are
/// in seconds.
const STEP: f64 = 0.01;
const LOOK: usize = 5;
/// The number of records that the network buffers while nobody reads.
const NETWORK: f64 = 8000.0;

/// The rule that decides how fast records are received.
trait Limiter {
    fn completed(&mut self, now: f64, records: f64, processing: f64, scheduling: f64);
    fn rate(&mut self, backlog: &Backlog) -> f64;
}

impl Limiter for RateEstimator {
    fn completed(&mut self, _now: f64, records: f64, processing: f64, _scheduling: f64) {
        self.batch_completed(records as u64, duration(processing));
    }

    fn rate(&mut self, backlog: &Backlog) -> f64 {
        RateEstimator::rate(self, backlog).unwrap_or(f64::INFINITY)
    }
}

/// Spark's `PIDRateEstimator` with its default settings.
struct Pid {
    limit: f64,
    /// Time, rate and error of the last update.
    last: Option<(f64, f64, f64)>,
}

impl Pid {
    const PROPORTIONAL: f64 = 1.0;
    const INTEGRAL: f64 = 0.2;
    const DERIVED: f64 = 0.0;
    const LEAST: f64 = 100.0;

    fn new(initial_rate: f64) -> Self {
        Pid { limit: initial_rate, last: None }
    }
}

impl Limiter for Pid {
    fn completed(&mut self, now: f64, records: f64, processing: f64, scheduling: f64) {
        if records == 0.0 {
            return;
        }
        let processed = records / processing;
        let Some((time, rate, previous)) = self.last else {
            self.last = Some((now, processed, 0.0));
            return;
        };
        let error = rate - processed;
        let backlog = scheduling * processed;
        let slope = (error - previous) / (now - time);
        let correction =
            Self::PROPORTIONAL * error + Self::INTEGRAL * backlog + Self::DERIVED * slope;
        self.limit = (rate - correction).max(Self::LEAST);
        self.last = Some((now, self.limit, error));
    }

    fn rate(&mut self, _backlog: &Backlog) -> f64 {
        self.limit
    }
}

/// The result of a simulated job.
struct Outcome {
    /// The number of records of each batch.
    records: Vec<f64>,
    /// The time from the end of each batch until it was processed.
    delays: Vec<f64>,
    /// The fraction of the time in which the workers were idle after the end of the first batch.
    idle: f64,
}

/// The load: how many records are offered at a time, and how many can be processed for a batch.
struct Load<'a> {
    seconds: usize,
    offered: &'a dyn Fn(f64) -> f64,
    capacity: &'a dyn Fn(f64, usize) -> f64,
}

/// The batch being processed: its records, its end, the start and the end of its processing.
#[derive(Clone, Copy)]
struct Work {
    records: f64,
    end: f64,
    begun: f64,
    done: f64,
}

fn simulate(limiter: &mut dyn Limiter, load: &Load<'_>) -> Outcome {
    let mut outcome = Outcome { records: Vec::new(), delays: Vec::new(), idle: 0.0 };
    let mut queue: VecDeque<(f64, f64)> = VecDeque::new();
    let (mut network, mut open, mut rate, mut batches) = (0.0, 0.0, 0.0, 0);
    let mut work: Option<Work> = None;
    for step in 0..load.seconds * 100 {
        let now = step as f64 * STEP;
        let end = (now + STEP / 2.0).floor() + 1.0;
        if step % LOOK == 0 {
            let elapsed = |work: Work| (work.records as u64, duration(now - work.begun));
            rate = limiter.rate(&Backlog {
                waiting: queue.iter().map(|(records, _)| *records as u64).sum(),
                running: work.map(elapsed),
                until_end: duration(end - now),
            });
        }
        network = (network + (load.offered)(now) * STEP).min(NETWORK);
        let received = (rate * STEP).min(network);
        (network, open) = (network - received, open + received);
        let now = now + STEP;
        if (step + 1) % 100 == 0 {
            outcome.records.push(open);
            queue.push_back((std::mem::take(&mut open), end));
        }
        if let Some(done) = work.filter(|work| work.done <= now + STEP / 2.0) {
            limiter.completed(now, done.records, done.done - done.begun, done.begun - done.end);
            outcome.delays.push(done.done - done.end);
            work = None;
        }
        if work.is_none() {
            work = queue.pop_front().map(|(records, end)| {
                batches += 1;
                let processing = (records / (load.capacity)(now, batches)).max(0.001);
                Work { records, end, begun: now, done: now + processing }
            });
        }
        if work.is_none() && now > 1.0 {
            outcome.idle += STEP / load.seconds as f64;
        }
    }
    outcome
}

/// A duration that may be slightly negative because of rounding.
fn duration(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds.max(0.0))
}

impl Outcome {
    fn print(&self, name: &str) {
        let round = |value: &f64| value.round() as i64;
        println!("{name}");
        println!("  records {:?}", self.records.iter().map(round).collect::<Vec<_>>());
        println!("  delays  {:.1?}", self.delays);
        println!("  idle    {:.1} %", 100.0 * self.idle);
    }

    fn longest_delay(&self) -> f64 {
        self.delays.iter().copied().fold(0.0, f64::max)
    }

    /// The first batch from which on every batch has between `least` and `most` records.
    fn settled(&self, least: f64, most: f64) -> usize {
        let off = |records: &f64| !(least..=most).contains(records);
        self.records.iter().rposition(off).map_or(0, |last| last + 1)
    }
}

fn ours(initial_rate: Option<f64>) -> RateEstimator {
    RateEstimator::new(Duration::from_secs(1), initial_rate)
}

fn offered(_now: f64) -> f64 {
    4000.0
}

#[test]
fn the_rate_settles_at_the_capacity_without_collapsing() {
    let load = Load { seconds: 30, offered: &offered, capacity: &|_, _| 1000.0 };
    let pid = simulate(&mut Pid::new(2000.0), &load);
    pid.print("Spark's PID, initial rate 2000");
    let ours = simulate(&mut ours(Some(2000.0)), &load);
    ours.print("streamdsl, initial rate 2000");
    // The PID behaves as observed: a queue grows, and then far too few records are admitted.
    assert!(pid.longest_delay() > 5.0);
    assert!(pid.records.iter().copied().fold(f64::MAX, f64::min) <= 110.0);
    assert!(ours.longest_delay() <= 3.0);
    assert!(ours.records.iter().all(|records| *records >= 249.0));
    assert!(
        ours.settled(950.0, 1050.0) < 8 && ours.settled(950.0, 1050.0) < pid.settled(950.0, 1050.0)
    );
    assert!(ours.delays[8..].iter().all(|delay| (0.9..1.2).contains(delay)), "{:?}", ours.delays);
    assert!(ours.idle < 0.01);
}

#[test]
fn without_an_initial_rate_the_flood_ends_with_the_first_late_batch() {
    let load = Load { seconds: 30, offered: &offered, capacity: &|_, _| 1000.0 };
    let ours = simulate(&mut ours(None), &load);
    ours.print("streamdsl, no initial rate");
    assert!(ours.records[3..].iter().all(|records| *records <= 1010.0), "{:?}", ours.records);
    assert!(ours.settled(950.0, 1050.0) < 15);
    assert!(ours.delays[15..].iter().all(|delay| *delay < 1.2), "{:?}", ours.delays);
    assert!(ours.idle < 0.01);
}

#[test]
fn a_changing_capacity_is_followed() {
    let capacity = |now: f64, _: usize| match now {
        now if now < 20.0 => 1000.0,
        now if now < 40.0 => 400.0,
        _ => 1600.0,
    };
    let load = Load { seconds: 60, offered: &offered, capacity: &capacity };
    let pid = simulate(&mut Pid::new(2000.0), &load);
    pid.print("Spark's PID, capacity 1000, 400, 1600");
    let ours = simulate(&mut ours(Some(2000.0)), &load);
    ours.print("streamdsl, capacity 1000, 400, 1600");
    let near = |records: &[f64], capacity: f64| {
        records.iter().all(|records| (records / capacity - 1.0).abs() < 0.05)
    };
    assert!(near(&ours.records[10..20], 1000.0));
    assert!(near(&ours.records[35..40], 400.0));
    assert!(near(&ours.records[45..], 1600.0));
    assert!(ours.records.iter().all(|records| *records >= 99.0));
    assert!(ours.longest_delay() < pid.longest_delay());
    assert!(ours.idle < 0.02);
}

/// A pseudo-random number from -1 to 1, the same in every run.
fn noise(n: usize) -> f64 {
    let mut x = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 31)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^= x >> 32;
    (x >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

#[test]
fn noise_neither_starves_the_workers_nor_builds_a_queue() {
    let capacity = |_: f64, batch: usize| 1000.0 * (1.0 + 0.3 * noise(batch));
    let load = Load { seconds: 200, offered: &offered, capacity: &capacity };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let pid = simulate(&mut Pid::new(2000.0), &load);
    let ours = simulate(&mut ours(Some(2000.0)), &load);
    for (name, outcome) in [("Spark's PID", &pid), ("streamdsl", &ours)] {
        let (records, delay) = (mean(&outcome.records[20..]), mean(&outcome.delays[20..]));
        println!(
            "{name}: {records:.0} records in a batch, delay {delay:.2} s on average, {:.1} s at most",
            outcome.delays[20..].iter().copied().fold(0.0, f64::max)
        );
    }
    assert!(mean(&ours.records[20..]) > 900.0);
    assert!(mean(&ours.delays[20..]) < 1.25);
    assert!(mean(&ours.delays[20..]) < mean(&pid.delays[20..]));
    assert!(ours.delays[20..].iter().all(|delay| *delay < 2.5));
}

#[test]
fn what_every_batch_costs_does_not_lead_astray() {
    // Half of the interval passes before the first record, so 500 records fill a batch.
    let fixed = |records: u64| 0.5 + records as f64 / 1000.0;
    let mut estimator = ours(None);
    let mut rate = 20.0;
    for _ in 0..40 {
        let records = f64::round(rate) as u64;
        estimator.batch_completed(records, Duration::from_secs_f64(fixed(records)));
        let end = Duration::from_secs(1);
        rate = estimator.rate(&Backlog { until_end: end, ..Backlog::default() }).unwrap();
    }
    assert!((rate - 500.0).abs() < 10.0, "{rate}");
}

#[test]
fn an_initial_rate_that_is_far_too_low_is_left_behind() {
    let load = Load { seconds: 10, offered: &offered, capacity: &|_, _| 100_000.0 };
    let ours = simulate(&mut ours(Some(10.0)), &load);
    assert!((ours.records[9] - 4000.0).abs() < 1.0, "{:?}", ours.records);
}

#[test]
fn a_little_work_is_no_reason_to_limit() {
    let mut estimator = ours(None);
    for _ in 0..10 {
        // These batches suggest a hundred records per second.
        estimator.batch_completed(10, Duration::from_millis(100));
        estimator.batch_completed(0, Duration::from_millis(900));
    }
    assert_eq!(estimator.rate(&Backlog::default()), None);
    assert_eq!(estimator.capacity(), None);
    estimator.batch_completed(900, Duration::from_millis(900));
    estimator.batch_completed(10, Duration::from_millis(100));
    let rate = estimator.rate(&Backlog::default()).unwrap();
    assert!((rate - 1000.0).abs() < 1e-6, "{rate}");
}
