//! The source for batches that the application pushes while the job runs.

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

/// A queue that feeds a running job from other code of the application.
///
/// Clones share one queue. The application keeps one and pushes; [`source`](Queue::source) (or
/// `queue(&batches)` in a program) takes the pushed records. Each pushed collection is one batch.
/// The job ends by itself when every clone is dropped or one is [`close`](Queue::close)d, and all
/// pushed records are processed. A graceful stop processes the remaining batches as one batch.
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
    /// Closes the queue when the last clone is dropped. The sources do not hold the handle.
    handle: Arc<Handle<T>>,
}

/// The queue that [`memory_channel`] returns.
pub type MemoryQueue<T> = Queue<T>;

/// The source that [`memory_channel`] returns.
pub type MemoryChannel<T> = QueueSource<T>;

/// Creates a queue and a source that takes from it.
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
    /// The most batches that may wait.
    capacity: usize,
    /// The queue accepts no more batches.
    closed: bool,
    /// The number of sources that take from the queue now, and whether there ever was one.
    sources: usize,
    taken_up: bool,
}

impl<T> Pushed<T> {
    /// Whether there were sources and all of them are gone.
    fn is_abandoned(&self) -> bool {
        self.taken_up && self.sources == 0
    }
}

impl<T: Send + 'static> Queue<T> {
    /// An empty queue that holds any number of batches.
    pub fn new() -> Self {
        Self::bounded(usize::MAX)
    }

    /// An empty queue that holds at most `capacity` batches (at least 1). When it is full,
    /// [`push`](Queue::push) blocks until a source takes a batch.
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

    /// Adds the records of one batch. Waits while a bounded queue is full. Returns false if the job
    /// has ended or the queue is closed.
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

    /// Closes the queue: further pushes are refused.
    pub fn close(&self) {
        self.handle.close();
    }

    /// The number of waiting batches.
    pub fn len(&self) -> usize {
        self.handle.shared.with(|pushed| pushed.batches.len())
    }

    /// Whether no batch is waiting.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A source that takes from this queue. If there are several sources, each batch goes to one of
    /// them.
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

/// A source that takes the records pushed into a [`Queue`].
pub struct QueueSource<T: Send + 'static> {
    shared: Arc<Monitor<Pushed<T>>>,
    one_at_a_time: bool,
    /// Produces the records of a batch for which nothing was pushed.
    default: Option<Box<dyn Fn() -> Vec<T> + Send>>,
    inlet: Option<Inlet<ItemsChunk<T>>>,
}

impl<T: Send + 'static> QueueSource<T> {
    /// Whether each batch of the job takes one of the pushed batches (the default) or all that are
    /// waiting.
    pub fn one_at_a_time(mut self, one: bool) -> Self {
        self.one_at_a_time = one;
        self
    }

    /// Sets the records of each batch for which nothing was pushed. Without this setting, such
    /// batches are empty.
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
            // A batch taken from the queue is delivered even if the job begins to stop.
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
