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

/// A named sum that the closures of a program add to: lines that could not be parsed, bytes seen.
///
/// Anything with a `+` can be summed up. The order in which parts are added is not fixed, so the sum
/// should not depend on it. Each worker adds to a part of its own, which costs a few nanoseconds;
/// the parts are put together before each output and at the end of each batch. An output therefore
/// finds everything that the records before it have added.
///
/// The accumulators that a job adds to are part of its
/// [status](crate::watch::status::Status::accumulators); one that is given to
/// [`Builder::accumulator`](crate::job::context::Builder::accumulator) is there from the start. What was
/// added stays if the batch fails. It is not part of a snapshot.
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

/// What a worker has added and not yet put together with the rest.
struct Part<T> {
    inner: Arc<Inner<T>>,
    sum: Option<T>,
}

/// A part of any type.
trait AnyPart: Any {
    fn publish(&mut self);
}

static NEXT_ID: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// The parts of a worker, by the accumulator's id.
    static PARTS: RefCell<Vec<(u64, Box<dyn AnyPart>)>> = const { RefCell::new(Vec::new()) };
}

/// Shows everybody what the worker has added.
pub(crate) fn publish() {
    // Taken out meanwhile, because a `+` of the user's may add to another accumulator.
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
    /// A sum of whole numbers, to count with.
    pub fn counter(name: impl Into<String>) -> Self {
        Self::new(name, 0)
    }
}

impl<T: Value + Add<Output = T> + Debug> Accumulator<T> {
    /// A sum that begins at `zero`.
    pub fn new(name: impl Into<String>, zero: T) -> Self {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let inner = Inner { id, name: name.into(), zero, sum: Mutex::new(None) };
        Accumulator { inner: Arc::new(inner) }
    }

    /// What the sum is called.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Adds `value`. Within an operator, it makes the sum known to the job.
    #[inline]
    pub fn add(&self, value: T) {
        if current::position().job == 0 {
            self.inner.deposit(value);
            return;
        }
        // The sum is not there while user code makes a new one of it.
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

    /// The sum of everything that has been added so far.
    pub fn value(&self) -> T {
        self.inner.value()
    }

    /// This worker's part, if it has one.
    #[inline]
    fn with_part<R>(&self, f: impl FnOnce(&mut Part<T>) -> R) -> Option<R> {
        PARTS.with_borrow_mut(|parts| {
            let (_, part) = parts.iter_mut().find(|(id, _)| *id == self.inner.id)?;
            let part: &mut dyn Any = part.as_mut();
            part.downcast_mut().map(f)
        })
    }

    /// Gives this worker a part, and lets its job know.
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
    fn parts_of_all_workers_are_summed_up() {
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
    fn anything_with_a_plus_can_be_summed_up() {
        let seconds = Accumulator::new("time", std::time::Duration::ZERO);
        seconds.add(std::time::Duration::from_secs(2));
        assert_eq!(seconds.value().as_secs(), 2);
        let mean = Accumulator::new("weight", 0.0);
        mean.add(0.25);
        assert!((mean.value() - 0.25_f64).abs() < 1e-12);
    }
}
