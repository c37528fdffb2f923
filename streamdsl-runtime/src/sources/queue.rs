//! Batches that are pushed from outside.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use crate::base::error::Result;
use crate::base::sync::Monitor;
use crate::base::time::BatchTime;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::item_buffer::weight;
use crate::sources::memory::in_chunks;

/// Feeds a job from outside while it runs.
///
/// Clones are the same queue: one stays with whoever pushes, [`source`](Queue::source) (or
/// `queue(&batches)` in a program) takes what is pushed. Each collection pushed is one batch. The
/// job ends by itself when every clone is dropped, or one of them [`close`](Queue::close)d, and
/// everything pushed is processed. A graceful stop processes what is left in one batch.
///
/// ```
/// # use streamdsl::source::Queue;
/// let batches = Queue::new();
/// let source = batches.source();
/// batches.push(["to", "be"]);
/// batches.push(["or", "not"]);
/// assert_eq!(batches.len(), 2);
/// # drop(source);
/// ```
pub struct Queue<T> {
    /// Closes the queue when the last handle is gone; the sources do not hold it.
    handle: Arc<Handle<T>>,
}

/// The handle that [`memory_channel`] gives.
pub type MemoryQueue<T> = Queue<T>;

/// The source that [`memory_channel`] gives.
pub type MemoryChannel<T> = QueueSource<T>;

/// A queue and a source that takes from it.
///
/// ```
/// # use streamdsl::source::memory_channel;
/// let (queue, source) = memory_channel();
/// queue.push(vec!["to", "be"]);
/// # drop(source);
/// ```
pub fn memory_channel<T: Send + 'static>() -> (MemoryQueue<T>, MemoryChannel<T>) {
    let queue = Queue::new();
    let source = queue.source();
    (queue, source)
}

struct Handle<T> {
    shared: Arc<Monitor<Pushed<T>>>,
}

struct Pushed<T> {
    batches: VecDeque<Vec<T>>,
    /// How many batches may wait.
    capacity: usize,
    /// Nothing will be pushed any more.
    closed: bool,
    /// How many sources take from the queue, and whether there ever was one.
    sources: usize,
    taken_up: bool,
}

impl<T> Pushed<T> {
    /// Whether whoever took from the queue is gone.
    fn is_abandoned(&self) -> bool {
        self.taken_up && self.sources == 0
    }
}

impl<T: Send + 'static> Queue<T> {
    /// An empty queue, in which any number of batches may wait.
    pub fn new() -> Self {
        Self::bounded(usize::MAX)
    }

    /// An empty queue in which at most `capacity` batches wait; a further [`push`](Queue::push)
    /// blocks until one is taken.
    pub fn bounded(capacity: usize) -> Self {
        let pushed = Pushed {
            batches: VecDeque::new(),
            capacity: capacity.max(1),
            closed: false,
            sources: 0,
            taken_up: false,
        };
        Queue { handle: Arc::new(Handle { shared: Arc::new(Monitor::new(pushed)) }) }
    }

    /// Queues the records of one batch, waiting for room in a bounded queue; gives false if the
    /// job has ended or the queue is closed.
    pub fn push(&self, batch: impl IntoIterator<Item = T>) -> bool {
        let mut batch = Some(batch.into_iter().collect::<Vec<T>>());
        let shared = &self.handle.shared;
        let accepted = shared.wait(|pushed| {
            if pushed.closed || pushed.is_abandoned() {
                return Some(false);
            }
            (pushed.batches.len() < pushed.capacity).then(|| {
                pushed.batches.extend(batch.take());
                true
            })
        });
        shared.wake();
        accepted
    }

    /// Says that nothing more will be pushed.
    pub fn close(&self) {
        self.handle.close();
    }

    /// How many batches wait.
    pub fn len(&self) -> usize {
        self.handle.shared.with(|pushed| pushed.batches.len())
    }

    /// Whether no batch waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A source that takes from this queue. Of several, each batch goes to one.
    pub fn source(&self) -> QueueSource<T> {
        self.handle.shared.update(|pushed| {
            pushed.sources += 1;
            pushed.taken_up = true;
        });
        QueueSource {
            shared: Arc::clone(&self.handle.shared),
            one_at_a_time: true,
            default: None,
            inlet: None,
        }
    }
}

impl<T: Send + 'static> Default for Queue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Queue { handle: Arc::clone(&self.handle) }
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiting = self.handle.shared.with(|pushed| pushed.batches.len());
        f.debug_struct("Queue").field("waiting", &waiting).finish_non_exhaustive()
    }
}

impl<T> Handle<T> {
    fn close(&self) {
        self.shared.update(|pushed| pushed.closed = true);
    }
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        self.close();
    }
}

/// A source that takes what is pushed into a [`Queue`].
pub struct QueueSource<T: Send + 'static> {
    shared: Arc<Monitor<Pushed<T>>>,
    one_at_a_time: bool,
    /// Makes the records of a batch for which none were pushed.
    default: Option<Box<dyn Fn() -> Vec<T> + Send>>,
    inlet: Option<Inlet<ItemsChunk<T>>>,
}

impl<T: Send + 'static> QueueSource<T> {
    /// Whether each batch of the job takes one of the batches pushed (the default), or all that
    /// wait.
    pub fn one_at_a_time(mut self, one: bool) -> Self {
        self.one_at_a_time = one;
        self
    }

    /// The records of each batch for which none were pushed, instead of nothing.
    pub fn default_batch(mut self, records: impl IntoIterator<Item = T>) -> Self
    where
        T: Clone,
    {
        let records: Vec<T> = records.into_iter().collect();
        self.default = Some(Box::new(move || records.clone()));
        self
    }

    fn take(&self, all: bool) -> Option<Vec<T>> {
        self.shared.update(|pushed| {
            let first = pushed.batches.pop_front()?;
            if !all {
                return Some(first);
            }
            Some(pushed.batches.drain(..).fold(first, |mut joined, mut batch| {
                joined.append(&mut batch);
                joined
            }))
        })
    }
}

impl<T: Send + 'static> Source for QueueSource<T> {
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        "queue".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let taken = self.take(!self.one_at_a_time);
        let records = taken.or_else(|| self.default.as_ref().map(|default| default()));
        if let (Some(inlet), Some(records)) = (&self.inlet, records) {
            // A batch that has been taken is delivered even if the job begins to stop.
            in_chunks(records, |items| {
                let bytes = weight::<T>(items.len());
                inlet.push_begun(items, bytes)
            });
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.shared.with(|pushed| pushed.closed && pushed.batches.is_empty())
    }

    fn stop(&mut self) {
        if let (Some(inlet), Some(records)) = (&self.inlet, self.take(true)) {
            in_chunks(records, |items| {
                inlet.push_accepted(items);
                true
            });
        }
    }
}

impl<T: Send + 'static> Drop for QueueSource<T> {
    fn drop(&mut self) {
        self.shared.update(|pushed| pushed.sources -= 1);
    }
}
