//! The source `memory`.

use crate::language::Stream;
use crate::sources;
use crate::sources::MemorySource;

impl Stream {
    /// Takes batches from memory: `memory(batches)`.
    ///
    /// `batches` is a collection of collections: the i-th inner collection is exactly the i-th
    /// batch. The source ends after the last one. The job ends when all its sources have ended.
    /// Spark: `queueStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let all = Collected::new();
    /// let job = stream! { memory([vec![1, 2], vec![3]]) |> collect(&all) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(all.batches(), [vec![1, 2], vec![3]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn memory<B>(self, batches: B) -> MemorySource<<B::Item as IntoIterator>::Item>
    where
        B: IntoIterator<Item: IntoIterator<Item: Send + 'static>, IntoIter: Send + 'static>,
    {
        sources::memory(batches)
    }
}
