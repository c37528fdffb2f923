//! Delivering items, which are records of any type.

use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::receive::intake::Until;

impl<T: Send + 'static> Inlet<ItemsChunk<T>> {
    /// Delivers some records. Returns false, and drops them, if the job is stopping.
    ///
    /// The items count as memory for received data with their own size, without what they own on
    /// the heap. The items of one call stay together in one chunk unless a rate limit divides them.
    /// Deliver some hundreds at once: few enough that all workers get some.
    pub fn push_items(&self, items: Vec<T>) -> bool {
        let bytes = items.len() * size_of::<T>();
        self.intake.push(items, bytes, Until::Stop).is_ok()
    }

    /// Delivers records that count as `bytes` bytes of memory.
    ///
    /// # Errors
    ///
    /// The records, if the job is stopping.
    pub(crate) fn push_weighed(&self, items: Vec<T>, bytes: usize) -> Result<(), Vec<T>> {
        self.intake.push(items, bytes, Until::Stop)
    }

    /// Like [`push_weighed`](Self::push_weighed), for records that are
    /// [admitted](Inlet::admit_together) already.
    ///
    /// # Errors
    ///
    /// The records, if the job is stopping.
    pub(crate) fn push_admitted(&self, items: Vec<T>, bytes: usize) -> Result<(), Vec<T>> {
        self.intake.push_admitted(items, bytes, Until::Stop)
    }

    /// Delivers records of an input that must be read to its end. Returns false, and drops them, only
    /// if the job is aborted.
    pub(crate) fn push_begun(&self, items: Vec<T>, bytes: usize) -> bool {
        self.intake.push(items, bytes, Until::Abort).is_ok()
    }

    /// Delivers records that were accepted before the job began to stop. This never waits, and may
    /// exceed the memory limit.
    pub(crate) fn push_accepted(&self, items: Vec<T>) {
        self.intake.push_accepted(items);
    }

    /// How many bytes of items make a chunk of a good size.
    pub(crate) fn chunk_bytes(&self) -> usize {
        self.intake.pool.page_size()
    }
}
