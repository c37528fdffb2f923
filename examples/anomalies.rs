//! Finds readings that differ strongly from the usual readings of a machine.
//!
//! ```text
//! cargo run --example anomalies
//! ```
//!
//! Each machine reports its load four times a second. The program keeps mean and deviation of the
//! last ten seconds per machine, and compares each reading with the values of its machine. It
//! reports readings that are more than three deviations from the mean. In this run, these are the
//! spikes of `web` and `db`:
//!
//! ```text
//! second 14: web reports 93.0, usually 41.3 +- 8.4
//! ```

use streamdsl::prelude::*;

/// Number, mean, and sum of squared distances from the mean. Two of these merge without loss.
#[derive(Clone, Copy, Record)]
struct Usual {
    count: f64,
    mean: f64,
    distances: f64,
}

impl Usual {
    fn of(value: f64) -> Self {
        Self { count: 1.0, mean: value, distances: 0.0 }
    }

    fn with(self, value: f64) -> Self {
        self.and(Self::of(value))
    }

    fn and(self, other: Self) -> Self {
        let count = self.count + other.count;
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * other.count / count,
            distances: self.distances
                + other.distances
                + apart * apart * self.count * other.count / count,
        }
    }

    fn deviation(&self) -> f64 {
        (self.distances / self.count).sqrt()
    }
}

fn main() -> streamdsl::Result<()> {
    let job = stream! {
        let readings = memory((1..=20).map(readings));
        let usual = readings
            |> window(10s, 1s)
            |> combine_by_key(Usual::of, Usual::with, Usual::and);
        readings
            |> join(usual)
            |> filter(|(_, (value, usual))| (value - usual.mean).abs() > 3.0 * usual.deviation())
            |> foreach_batch(|batch, time| {
                for (machine, (value, usual)) in batch {
                    println!(
                        "second {}: {machine} reports {value:.1}, usually {:.1} +- {:.1}",
                        time.as_millis() / 1000, usual.mean, usual.deviation(),
                    );
                }
            });
    };
    streamdsl::testing::run(job)
}

/// The readings of all machines in one second.
fn readings(second: u32) -> Vec<(&'static str, f64)> {
    let mut readings = Vec::new();
    for quarter in 0..4_u32 {
        let wobble = f64::from((second * 7 + quarter * 3) % 5);
        readings.push(("web", if (second, quarter) == (14, 2) { 93.0 } else { 38.0 + wobble }));
        readings.push(("db", if (second, quarter) == (17, 0) { 2.0 } else { 70.0 + wobble }));
    }
    readings
}
