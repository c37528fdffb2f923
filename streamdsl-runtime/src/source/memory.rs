//! Records that are in memory already.

use std::iter::Peekable;
use std::sync::mpsc::{self, Receiver, Sender};

use crate::batch::inlet::Inlet;
use crate::chunk::ItemsChunk;
use crate::error::Result;
use crate::source::Source;
use crate::time::BatchTime;

/// How many records make a chunk: few enough that every worker gets some of a batch.
const CHUNK: usize = 1024;

/// Batches that are known in advance: the i-th inner collection is exactly the i-th batch.
///
/// The job ends by itself after the last one. Batches are taken one by one, so an iterator that
/// produces them may be endless.
///
/// ```
/// # use streamdsl::source::memory;
/// let two_batches = memory([vec!["to", "be"], vec!["or"]]);
/// let endless = memory((0..).map(|batch| vec![batch]));
/// ```
pub fn memory<T, I>(batches: I) -> MemorySource<T>
where
    T: Send + 'static,
    I: IntoIterator,
    I::Item: IntoIterator<Item = T>,
    I::IntoIter: Send + 'static,
{
    let batches = batches.into_iter().map(|batch| batch.into_iter().collect());
    MemorySource { batches: (Box::new(batches) as Batches<T>).peekable(), inlet: None, done: false }
}

type Batches<T> = Box<dyn Iterator<Item = Vec<T>> + Send>;

/// A source of batches that are known in advance, made by [`memory`].
pub struct MemorySource<T: Send + 'static> {
    batches: Peekable<Batches<T>>,
    inlet: Option<Inlet<ItemsChunk<T>>>,
    /// Whether there is no further batch.
    done: bool,
}

impl<T: Send + 'static> Source for MemorySource<T> {
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        "memory".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        self.inlet = Some(inlet);
        self.done = self.batches.peek().is_none();
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        if let (Some(inlet), Some(records)) = (&self.inlet, self.batches.next()) {
            in_chunks(records, |items| inlet.push_items(items));
        }
        self.done = self.batches.peek().is_none();
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.done
    }

    fn stop(&mut self) {}
}

/// A source that is fed from outside while the job runs, and the handle that feeds it.
///
/// Each collection pushed is one batch. The job ends by itself when every clone of the handle is
/// dropped and everything pushed is processed. A graceful stop processes what is left in one batch.
///
/// ```
/// # use streamdsl::source::memory_channel;
/// let (queue, source) = memory_channel();
/// queue.push(vec!["to", "be"]);
/// # drop(source);
/// ```
pub fn memory_channel<T: Send + 'static>() -> (MemoryQueue<T>, MemoryChannel<T>) {
    let (sender, receiver) = mpsc::channel();
    (MemoryQueue { sender }, MemoryChannel { receiver, next: None, closed: false, inlet: None })
}

/// Feeds a job from outside; made by [`memory_channel`].
pub struct MemoryQueue<T> {
    sender: Sender<Vec<T>>,
}

impl<T> MemoryQueue<T> {
    /// Queues the records of one batch; gives false if the job has ended.
    pub fn push(&self, batch: impl IntoIterator<Item = T>) -> bool {
        self.sender.send(batch.into_iter().collect()).is_ok()
    }
}

impl<T> Clone for MemoryQueue<T> {
    fn clone(&self) -> Self {
        MemoryQueue { sender: self.sender.clone() }
    }
}

/// A source that is fed from outside, made by [`memory_channel`].
pub struct MemoryChannel<T: Send + 'static> {
    receiver: Receiver<Vec<T>>,
    /// A batch taken out early, in order to see whether there is one.
    next: Option<Vec<T>>,
    closed: bool,
    inlet: Option<Inlet<ItemsChunk<T>>>,
}

impl<T: Send + 'static> MemoryChannel<T> {
    fn take(&mut self) -> Option<Vec<T>> {
        let taken = self.next.take().or_else(|| self.receiver.try_recv().ok());
        match self.receiver.try_recv() {
            Ok(batch) => self.next = Some(batch),
            Err(error) => self.closed = error == mpsc::TryRecvError::Disconnected,
        }
        taken
    }
}

impl<T: Send + 'static> Source for MemoryChannel<T> {
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        "memory channel".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let taken = self.take();
        if let (Some(inlet), Some(records)) = (&self.inlet, taken) {
            in_chunks(records, |items| inlet.push_items(items));
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.closed && self.next.is_none()
    }

    fn stop(&mut self) {
        while let Some(records) = self.take() {
            if let Some(inlet) = &self.inlet {
                in_chunks(records, |items| {
                    inlet.push_accepted(items);
                    true
                });
            }
        }
    }
}

/// Cuts `records` into chunks, until `push` refuses one.
fn in_chunks<T>(records: Vec<T>, push: impl Fn(Vec<T>) -> bool) {
    if records.len() <= CHUNK {
        if !records.is_empty() {
            push(records);
        }
        return;
    }
    let mut records = records.into_iter();
    loop {
        let chunk: Vec<T> = records.by_ref().take(CHUNK).collect();
        if chunk.is_empty() || !push(chunk) {
            return;
        }
    }
}
