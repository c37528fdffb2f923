//! Sums that closures add to.

use std::fmt::Debug;
use std::ops::Add;
use std::sync::{Arc, Mutex};

use crate::record::Value;
use crate::shared::spot;
use crate::status::AccumulatorStatus;
use crate::sync::lock;

/// A named sum that the closures of a program add to: lines that could not be parsed, bytes seen.
///
/// Anything with a `+` can be summed up. The order in which parts are added is not fixed, so the sum
/// should not depend on it. Each worker has a part of its own, so that adding costs about ten
/// nanoseconds on any number of cores.
///
/// The accumulators that a job adds to are part of its
/// [status](crate::status::Status::accumulators); one that is given to
/// [`Builder::accumulator`](crate::context::Builder::accumulator) is there from the start. What was
/// added is seen at once, also before the batch is done, and stays if the batch fails. It is not part
/// of a snapshot.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let bad = Accumulator::counter("bad lines");
/// let (seen, numbers) = (bad.clone(), Collected::new());
/// let job = stream! {
///     memory([["1", "x", "3"]])
///         |> flat_map(|line| line.parse::<u32>().inspect_err(|_| bad.add(1)))
///         |> collect(&numbers)
/// };
/// streamdsl::testing::run(job)?;
/// assert_eq!((numbers.records(), seen.value()), (vec![1, 3], 1));
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub struct Accumulator<T> {
    inner: Arc<Inner<T>>,
}

struct Inner<T> {
    name: String,
    zero: T,
    shards: Vec<Shard<T>>,
}

/// What one worker has added. Workers do not share cache lines.
#[repr(align(128))]
struct Shard<T>(Mutex<Part<T>>);

struct Part<T> {
    sum: Option<T>,
    /// The job that the accumulator is registered with, as far as this worker knows.
    job: u64,
}

/// An accumulator of any type.
pub(crate) trait AnyAccumulator: Send + Sync {
    fn status(&self) -> AccumulatorStatus;
}

impl Accumulator<u64> {
    /// A sum of whole numbers, to count with.
    pub fn counter(name: impl Into<String>) -> Self {
        Self::new(name, 0)
    }
}

impl<T: Value + Add<Output = T> + Debug> Accumulator<T> {
    /// A sum that begins at `zero`.
    pub fn new(name: impl Into<String>, zero: T) -> Self {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let shard = |_| Shard(Mutex::new(Part { sum: None, job: 0 }));
        let shards = (0..workers).map(shard).collect();
        Accumulator { inner: Arc::new(Inner { name: name.into(), zero, shards }) }
    }

    /// What the sum is called.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Adds `value`. Within an operator, it makes the sum known to the job.
    #[inline]
    pub fn add(&self, value: T) {
        let spot = spot::spot();
        let shard = &self.inner.shards[spot.worker % self.inner.shards.len()];
        let mut part = lock(&shard.0);
        part.sum = Some(match part.sum.take() {
            Some(sum) => sum + value,
            None => value,
        });
        if part.job != spot.job {
            part.job = spot.job;
            drop(part);
            self.register();
        }
    }

    /// The sum of everything that has been added so far.
    pub fn value(&self) -> T {
        self.inner.value()
    }

    #[cold]
    fn register(&self) {
        if let Some(job) = spot::values() {
            job.register(self.erased());
        }
    }

    pub(crate) fn erased(&self) -> Arc<dyn AnyAccumulator> {
        Arc::<Inner<T>>::clone(&self.inner)
    }
}

impl<T: Value + Add<Output = T>> Inner<T> {
    fn value(&self) -> T {
        let parts = self.shards.iter().filter_map(|shard| lock(&shard.0).sum.clone());
        parts.fold(self.zero.clone(), |sum, part| sum + part)
    }
}

impl<T: Value + Add<Output = T> + Debug> AnyAccumulator for Inner<T> {
    fn status(&self) -> AccumulatorStatus {
        AccumulatorStatus { name: self.name.clone(), value: format!("{:?}", self.value()) }
    }
}

impl<T> Clone for Accumulator<T> {
    fn clone(&self) -> Self {
        Accumulator { inner: Arc::clone(&self.inner) }
    }
}

impl<T> Debug for Accumulator<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accumulator").field("name", &self.inner.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::spot::SharedValues;

    #[test]
    fn parts_of_all_workers_are_summed_up() {
        let job = SharedValues::new(Vec::new());
        let total = Accumulator::new("total", 100_i64);
        std::thread::scope(|scope| {
            for worker in 0..5 {
                let (job, total) = (&job, total.clone());
                scope.spawn(move || {
                    spot::enter_worker(job, worker);
                    for _ in 0..1000 {
                        total.add(1);
                    }
                });
            }
        });
        total.add(-50);
        assert_eq!(total.value(), 5050);
        let status = job.status();
        assert_eq!(status.len(), 1);
        assert_eq!((status[0].name.as_str(), status[0].value.as_str()), ("total", "5050"));
    }

    #[test]
    fn anything_with_a_plus_can_be_summed_up() {
        let seconds = Accumulator::new("time", std::time::Duration::ZERO);
        seconds.add(std::time::Duration::from_secs(2));
        assert_eq!(seconds.value().as_secs(), 2);
        let mean = Accumulator::new("weight", 0.0);
        mean.add(0.25);
        assert!((mean.value() - 0.25_f64).abs() < 1e-12);
    }
}
