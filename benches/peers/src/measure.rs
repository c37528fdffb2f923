//! Measures programs in turn.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// The cost of a run.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// The processor time of all threads.
    pub(crate) processor: Duration,
}

/// Runs `program` and returns its result with its cost.
pub(crate) fn cost<R>(program: impl FnOnce() -> R) -> (R, Cost) {
    let (start, before) = (Instant::now(), processor_time());
    let result = program();
    let cost = Cost { wall: start.elapsed(), processor: processor_time() - before };
    (result, cost)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}

/// The middle one of some numbers.
fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Nanoseconds per record.
fn per_record(time: Duration, records: u64) -> f64 {
    time.as_nanos() as f64 / records as f64
}

/// The column headings of [`beside`].
pub(crate) const COLUMNS: [&str; 6] = [
    "ns",
    "processor ns",
    "`stream!` ns",
    "`stream!` processor ns",
    "times `stream!`",
    "by processor time",
];

/// A row that compares a peer with the library, per record: medians of `pairs`, each the cost of
/// the library and of the peer in one turn.
pub(crate) fn beside(pairs: &[(Cost, Cost)], records: u64) -> [String; 6] {
    let of =
        |number: &dyn Fn(&(Cost, Cost)) -> f64| format!("{:.1}", median(pairs.iter().map(number)));
    let ratio = |peer: Duration, stream: Duration| peer.as_secs_f64() / stream.as_secs_f64();
    [
        of(&|(_, peer)| per_record(peer.wall, records)),
        of(&|(_, peer)| per_record(peer.processor, records)),
        of(&|(stream, _)| per_record(stream.wall, records)),
        of(&|(stream, _)| per_record(stream.processor, records)),
        of(&|(stream, peer)| ratio(peer.wall, stream.wall)),
        of(&|(stream, peer)| ratio(peer.processor, stream.processor)),
    ]
}

/// Prints the head of a table.
pub(crate) fn print_head(columns: &[&str]) {
    println!("| {} |", columns.join(" | "));
    println!("|{}", " --- |".repeat(columns.len()));
}
