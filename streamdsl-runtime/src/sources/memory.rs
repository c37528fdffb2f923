//! The source for batches in memory.

use std::iter::Peekable;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::item_buffer::CHUNK;

/// Batches known in advance: the i-th inner collection is the i-th batch.
///
/// The job ends by itself after the last batch. The source takes batches one by one, so an iterator
/// of batches may be endless.
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

/// A source of batches known in advance, created by [`memory`].
pub struct MemorySource<T: Send + 'static> {
    batches: Peekable<Batches<T>>,
    inlet: Option<Inlet<ItemsChunk<T>>>,
    /// There are no more batches.
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

/// Cuts `records` into chunks and pushes them until `push` refuses one.
pub(super) fn in_chunks<T>(records: Vec<T>, push: impl Fn(Vec<T>) -> bool) {
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
