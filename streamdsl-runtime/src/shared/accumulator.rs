//! Sums that closures add to.

use std::any::Any;
use std::cell::RefCell;
use std::fmt::Debug;
use std::ops::Add;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::sync::lock;
use crate::data::record::Value;
use crate::shared::current;
use crate::shared::registry::AnyAccumulator;
use crate::watch::status::AccumulatorStatus;

/// A named sum that the closures of a program add to: the number of lines that could not be parsed,
/// or the number of bytes.
///
/// The values can be of any type with `+`. The order of the additions is not fixed, so the sum
/// should not depend on it. Each worker adds to a partial sum of its own, which takes a few
/// nanoseconds. The workers add their partial sums to the total before each output and at the end of
/// each batch. Therefore an output sees everything that was added for the records before it.
///
/// The accumulators that a job adds to are part of its
/// [status](crate::watch::status::Status::accumulators). An accumulator that is given to
/// [`Builder::accumulator`](crate::job::context::Builder::accumulator) is part of it from the start.
/// If a batch fails, what it has added stays in the sum. Accumulators are not part of a snapshot.
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
    /// Different for every accumulator of the process.
    id: u64,
    name: String,
    zero: T,
    sum: Mutex<Option<T>>,
}

/// The partial sum of one worker, which is not part of the total yet.
struct Part<T> {
    inner: Arc<Inner<T>>,
    sum: Option<T>,
}

/// A partial sum of any type.
trait AnyPart: Any {
    fn publish(&mut self);
}

static NEXT_ID: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// The partial sums of a worker, by the accumulator's id.
    static PARTS: RefCell<Vec<(u64, Box<dyn AnyPart>)>> = const { RefCell::new(Vec::new()) };
}

/// Adds the partial sums of the current worker to the totals, where every thread can read them.
pub(crate) fn publish() {
    // Taken out of the thread-local, because a `+` of the user may add to another accumulator.
    let mut parts = PARTS.take();
    if parts.is_empty() {
        return;
    }
    for (_, part) in &mut parts {
        part.publish();
    }
    PARTS.with_borrow_mut(|added| {
        std::mem::swap(added, &mut parts);
        added.append(&mut parts);
    });
}

impl Accumulator<u64> {
    /// Creates a sum of whole numbers that starts at 0.
    pub fn counter(name: impl Into<String>) -> Self {
        Self::new(name, 0)
    }
}

impl<T: Value + Add<Output = T> + Debug> Accumulator<T> {
    /// Creates a sum that starts at `zero`.
    pub fn new(name: impl Into<String>, zero: T) -> Self {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let inner = Inner { id, name: name.into(), zero, sum: Mutex::new(None) };
        Accumulator { inner: Arc::new(inner) }
    }

    /// Returns the name of the sum.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Adds `value` to the sum.
    ///
    /// The first call in an operator of a job also makes the accumulator part of the job's status.
    #[inline]
    pub fn add(&self, value: T) {
        if current::position().job == 0 {
            self.inner.deposit(value);
            return;
        }
        // The part has no sum while user code adds to it.
        let sum = match self.with_part(|part| part.sum.take()) {
            Some(Some(sum)) => sum + value,
            Some(None) => value,
            None => {
                self.register();
                value
            }
        };
        self.with_part(|part| part.sum = Some(sum));
    }

    /// Returns the sum of everything that was added so far.
    ///
    /// What an operator adds is part of it from the next output or the end of the batch on. What other
    /// threads add is part of it at once.
    pub fn value(&self) -> T {
        self.inner.value()
    }

    /// Calls `f` with the partial sum of this worker, if it has one.
    #[inline]
    fn with_part<R>(&self, f: impl FnOnce(&mut Part<T>) -> R) -> Option<R> {
        PARTS.with_borrow_mut(|parts| {
            let (_, part) = parts.iter_mut().find(|(id, _)| *id == self.inner.id)?;
            let part: &mut dyn Any = part.as_mut();
            part.downcast_mut().map(f)
        })
    }

    /// Gives this worker a partial sum, and registers the accumulator with the job.
    #[cold]
    fn register(&self) {
        let part = Part { inner: Arc::clone(&self.inner), sum: None };
        PARTS.with_borrow_mut(|parts| parts.push((self.inner.id, Box::new(part))));
        if let Some(job) = current::values() {
            job.register(self.erased());
        }
    }

    pub(crate) fn erased(&self) -> Arc<dyn AnyAccumulator> {
        Arc::<Inner<T>>::clone(&self.inner)
    }
}

impl<T: Value + Add<Output = T>> Inner<T> {
    fn value(&self) -> T {
        match lock(&self.sum).clone() {
            Some(sum) => self.zero.clone() + sum,
            None => self.zero.clone(),
        }
    }

    fn deposit(&self, value: T) {
        let mut total = lock(&self.sum);
        *total = Some(match total.take() {
            Some(sum) => sum + value,
            None => value,
        });
    }
}

impl<T: Value + Add<Output = T>> AnyPart for Part<T> {
    fn publish(&mut self) {
        if let Some(sum) = self.sum.take() {
            self.inner.deposit(sum);
        }
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
    use crate::shared::enter_worker;
    use crate::shared::registry::SharedValues;

    #[test]
    fn the_partial_sums_of_all_workers_are_added() {
        let job = SharedValues::new(Vec::new());
        let total = Accumulator::new("total", 100_i64);
        std::thread::scope(|scope| {
            for _ in 0..5 {
                let (job, total) = (&job, total.clone());
                scope.spawn(move || {
                    enter_worker(job);
                    for _ in 0..1000 {
                        total.add(1);
                    }
                    publish();
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
    fn any_type_with_a_plus_can_be_summed() {
        let seconds = Accumulator::new("time", std::time::Duration::ZERO);
        seconds.add(std::time::Duration::from_secs(2));
        assert_eq!(seconds.value().as_secs(), 2);
        let mean = Accumulator::new("weight", 0.0);
        mean.add(0.25);
        assert!((mean.value() - 0.25_f64).abs() < 1e-12);
    }
}
