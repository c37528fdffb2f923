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
    pub fn memory<B, T>(self, batches: B) -> MemorySource<T>
    where
        B: Batches<T>,
        T: Send + 'static,
    {
        sources::memory(batches.batches())
    }
}

/// A collection of batches, each a collection of records.
#[diagnostic::on_unimplemented(
    message = "`memory` needs a list of batches, each a list of records, found `{Self}`",
    label = "these are no batches",
    note = "one batch: `memory([vec![1, 2]])`; two batches: `memory([vec![1, 2], vec![3]])`",
    note = "the batches go to other threads, so they must be `Send` and cannot borrow: use `Arc` \
            instead of `Rc`"
)]
pub trait Batches<T> {
    /// Returns the batches in their order.
    fn batches(self) -> impl Iterator<Item: IntoIterator<Item = T>> + Send + 'static;
}

#[diagnostic::do_not_recommend]
impl<B, T> Batches<T> for B
where
    B: IntoIterator<Item: IntoIterator<Item = T>, IntoIter: Send + 'static>,
{
    fn batches(self) -> impl Iterator<Item: IntoIterator<Item = T>> + Send + 'static {
        self.into_iter()
    }
}
