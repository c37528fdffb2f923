use crate::base::blame::Blamed;
use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::gathered::{Gathered, RecordFeed};

/// The stage of `transform`.
#[derive(Debug)]
pub struct Transform<C> {
    gathered: Gathered<C>,
}

impl<C: Column> Transform<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { gathered: Gathered::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.gathered.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, batch: &CurrentBatch) -> Result<()> {
        self.gathered.gather(worker, batch)
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Option<Batch<'_, C>> {
        self.gathered.batch()
    }
}

impl Stream {
    /// Arbitrary code over a whole batch: `transform(|batch| ..)` or
    /// `transform(|batch, time| ..)`.
    ///
    /// The function is called once per batch, on the first worker, with all
    /// records (a [`Batch`]); it returns anything that can be iterated, whose
    /// items go on. It costs one copy of the batch in memory. Spark:
    /// `transform`.
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
