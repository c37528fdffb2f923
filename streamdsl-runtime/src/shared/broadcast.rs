//! Values that closures read and that the program can replace.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::base::sync::lock;
use crate::shared::current::{self, WorkerPosition};
use crate::shared::registry::SharedValues;

/// A value that the closures of a program read, and that can be replaced while the job runs: a
/// threshold, a list of stop words, a model.
///
/// Each batch sees one version of the value on all workers: the version that is the newest when the
/// batch calls [`get`](Self::get) for the first time. A later batch never sees an older version than
/// an earlier batch. Threads that are not workers of a job see the newest version.
///
/// [`get`](Self::get) takes a few nanoseconds, even while other workers call it. A version that was
/// replaced is dropped when no batch needs it any more.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let factor = Broadcast::new(10);
/// let (dial, products) = (factor.clone(), Collected::new());
/// let job = stream! {
///     memory([[1, 2], [3, 4]]) |> map(|n| n * *factor.get()) |> collect(&products)
/// };
/// dial.set(100); // also possible while the job runs
/// streamdsl::testing::run(job)?;
/// assert_eq!(products.sorted_batches(), [[100, 200], [300, 400]]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub struct Broadcast<T> {
    inner: Arc<Inner<T>>,
}

struct Inner<T> {
    /// Different for every broadcast value of the process.
    id: u64,
    versions: Mutex<Versions<T>>,
}

struct Versions<T> {
    newest: Arc<T>,
    /// The versions that the batches in progress see.
    pinned: Vec<Pinned<T>>,
}

/// A version that one thread holds. Each thread counts its own references: a count that all workers
/// share would move between the cores with every record.
struct Seen<T>(Arc<T>);

struct Pinned<T> {
    job: Weak<SharedValues>,
    batch: u64,
    version: Arc<T>,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// The versions that the worker has seen in its batch, by the value's id.
    static SEEN: RefCell<Vec<(u64, Rc<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the versions that the current worker has seen, because it goes on to another batch.
pub(super) fn forget_seen() {
    // Taken out first: dropping a version runs user code, which may call `get` of another value.
    let seen = SEEN.take();
    drop(seen);
}

impl<T: Send + Sync + 'static> Broadcast<T> {
    /// Creates a broadcast value.
    pub fn new(value: T) -> Self {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let versions = Versions { newest: Arc::new(value), pinned: Vec::new() };
        Broadcast { inner: Arc::new(Inner { id, versions: Mutex::new(versions) }) }
    }

    /// Returns the version of the current batch.
    #[inline]
    pub fn get(&self) -> BroadcastRef<T> {
        let seen = SEEN.with_borrow(|seen| {
            let seen = seen.iter().find(|(id, _)| *id == self.inner.id);
            seen.and_then(|(_, version)| Rc::clone(version).downcast().ok())
        });
        BroadcastRef { version: seen.unwrap_or_else(|| self.look_up()) }
    }

    #[cold]
    fn look_up(&self) -> Rc<Seen<T>> {
        let position = current::position();
        let Some(job) = current::values() else { return Rc::new(Seen(self.latest())) };
        let (version, unused) = lock(&self.inner.versions).pin(&job, position);
        // Dropped without the lock, because dropping a version runs user code.
        drop(unused);
        let version = Rc::new(Seen(version));
        let seen: Rc<dyn Any> = Rc::<Seen<T>>::clone(&version);
        SEEN.with_borrow_mut(|all| all.push((self.inner.id, seen)));
        version
    }

    /// Returns the newest version, even if the current batch sees an older one.
    pub fn latest(&self) -> Arc<T> {
        Arc::clone(&lock(&self.inner.versions).newest)
    }

    /// Replaces the value. A batch that has already used the old version keeps it.
    pub fn set(&self, value: T) {
        let value = Arc::new(value);
        let replaced = std::mem::replace(&mut lock(&self.inner.versions).newest, value);
        drop(replaced);
    }
}

impl<T> Versions<T> {
    /// Returns the version for the batch at `position`, which a worker of `job` processes, and the
    /// versions that no batch needs any more.
    fn pin(
        &mut self,
        job: &Arc<SharedValues>,
        position: WorkerPosition,
    ) -> (Arc<T>, Vec<Pinned<T>>) {
        let is_job = |pinned: &Pinned<T>| pinned.job.as_ptr() == Arc::as_ptr(job);
        // No worker is more than one batch ahead of another.
        let is_over = |pinned: &mut Pinned<T>| {
            pinned.job.strong_count() == 0
                || (is_job(pinned) && pinned.batch.saturating_add(1) < position.batch)
        };
        let unused = self.pinned.extract_if(.., is_over).collect();
        let of_job = self.pinned.iter().filter(|pinned| is_job(pinned));
        // If a later batch has a version already, this batch must not see a newer one.
        let first = of_job.filter(|pinned| pinned.batch >= position.batch).min_by_key(|p| p.batch);
        let is_pinned = first.is_some_and(|pinned| pinned.batch == position.batch);
        let version = Arc::clone(first.map_or(&self.newest, |pinned| &pinned.version));
        if !is_pinned {
            let (job, version) = (Arc::downgrade(job), Arc::clone(&version));
            self.pinned.push(Pinned { job, batch: position.batch, version });
        }
        (version, unused)
    }
}

impl<T> Clone for Broadcast<T> {
    fn clone(&self) -> Self {
        Broadcast { inner: Arc::clone(&self.inner) }
    }
}

impl<T: fmt::Debug> fmt::Debug for Broadcast<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let newest = Arc::clone(&lock(&self.inner.versions).newest);
        f.debug_tuple("Broadcast").field(&newest).finish()
    }
}

/// A version of a [`Broadcast`]. It does not change while this reference exists.
pub struct BroadcastRef<T> {
    version: Rc<Seen<T>>,
}

impl<T> Deref for BroadcastRef<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.version.0
    }
}

impl<T: fmt::Debug> fmt::Debug for BroadcastRef<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: fmt::Display> fmt::Display for BroadcastRef<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{enter_batch, enter_worker};

    fn in_batch<R: Send>(job: &Arc<SharedValues>, batch: u64, f: impl FnOnce() -> R + Send) -> R {
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                enter_worker(job);
                enter_batch(batch);
                f()
            });
            worker.join().unwrap()
        })
    }

    #[test]
    fn a_batch_sees_one_version_on_all_workers() {
        let job = SharedValues::new(Vec::new());
        let value = Broadcast::new(1);
        assert_eq!(in_batch(&job, 1, || *value.get()), 1);
        value.set(2);
        assert_eq!(in_batch(&job, 1, || *value.get()), 1, "another worker, the same batch");
        assert_eq!(in_batch(&job, 2, || *value.get()), 2);
        assert_eq!(*value.get(), 2, "not a worker");
        let other = SharedValues::new(Vec::new());
        assert_eq!(in_batch(&other, 1, || *value.get()), 2, "another job");
    }

    #[test]
    fn a_worker_keeps_its_version_until_its_next_batch() {
        let job = SharedValues::new(Vec::new());
        let value = Broadcast::new("old");
        in_batch(&job, 1, || {
            let held = value.get();
            value.set("new");
            assert_eq!((*held, *value.get()), ("old", "old"));
            enter_batch(2);
            assert_eq!((*held, *value.get()), ("old", "new"));
        });
    }

    #[test]
    fn a_batch_never_sees_a_newer_version_than_the_next_batch() {
        let job = SharedValues::new(Vec::new());
        let value = Broadcast::new(1);
        assert_eq!(in_batch(&job, 2, || *value.get()), 1);
        value.set(2);
        assert_eq!(in_batch(&job, 1, || *value.get()), 1);
        assert_eq!(in_batch(&job, 3, || *value.get()), 2);
    }

    #[test]
    fn a_replaced_version_is_dropped_once_no_batch_uses_it() {
        let job = SharedValues::new(Vec::new());
        let value = Broadcast::new(vec![0]);
        let first = Arc::downgrade(&value.latest());
        in_batch(&job, 1, || value.get().len());
        value.set(vec![1]);
        in_batch(&job, 2, || value.get().len());
        assert!(first.strong_count() > 0, "a worker may still be in batch 1");
        in_batch(&job, 3, || value.get().len());
        assert_eq!(first.strong_count(), 0);
        let last = Arc::downgrade(&value.latest());
        drop(job);
        value.set(vec![2]);
        in_batch(&SharedValues::new(Vec::new()), 1, || value.get().len());
        assert_eq!(last.strong_count(), 0, "the job has ended");
    }
}
