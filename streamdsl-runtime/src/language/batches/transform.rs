//! The operator `transform`.

use crate::base::blame::Blamed;
use crate::base::time::BatchTime;
use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::gathered::WholeBatch;

/// The stage of `transform`.
pub type Transform<C> = WholeBatch<C>;

impl Stream {
    /// Runs your own code over a whole batch: `transform(|batch| ..)` or `transform(|batch, time|
    /// ..)`.
    ///
    /// The function is called once per batch, on the first worker, with all records (a [`Batch`]).
    /// It returns any value that can be iterated; its items continue. The operator keeps one copy
    /// of the batch in memory. Spark: `transform`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let descending = Collected::new();
    /// let job = stream! {
    ///     memory([[2_i64, 3, 1]])
    ///         |> transform(|batch| {
    ///             let mut records = batch.collect();
    ///             records.sort_unstable_by(|a, b| b.cmp(a));
    ///             records
    ///         })
    ///         |> collect(&descending)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(descending.batches(), [[3, 2, 1]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn transform<'a, C: Column, I: IntoIterator>(
        self,
        batch: Option<Batch<'a, C>>,
        f: impl Fn(Batch<'a, C>, BatchTime) -> I,
    ) -> impl Iterator<Item = I::Item> {
        let records = batch.map(|batch| self.blame(|| f(batch, batch.time()).into_iter()));
        records.into_iter().flat_map(move |records| Blamed::new(self.id(), records))
    }
}
