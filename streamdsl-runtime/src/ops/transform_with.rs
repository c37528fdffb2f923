use super::Stream;
use super::batch::Batch;
use super::gathered::{Gathered, RecordFeed};
use crate::error::Result;
use crate::keyed::PageWindow;
use crate::record::Column;
use crate::time::BatchTime;
use crate::worker::{self, Worker};

/// The stage of `transform_with`.
#[derive(Debug)]
pub struct TransformWith<C, D> {
    here: Gathered<C>,
    other: Gathered<D>,
}

impl<C: Column, D: Column> TransformWith<C, D> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { here: Gathered::default(), other: Gathered::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageWindow<'_>) -> RecordFeed<'_, C> {
        self.here.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        batch: &worker::Batch,
        other: &mut Gathered<D>,
    ) -> Result<()> {
        self.here.gather(worker, batch)?;
        other.gather(worker, batch)?;
        std::mem::swap(&mut self.other, other);
        Ok(())
    }

    #[doc(hidden)]
    pub fn batch(&self) -> Option<(Batch<'_, C>, Batch<'_, D>)> {
        self.here.batch().zip(self.other.batch())
    }
}

impl Stream {
    /// Arbitrary code over a whole batch of two streams:
    /// `transform_with(other, |batch, other| ..)`, or with the time as a third
    /// argument.
    ///
    /// As [`transform`](Stream::transform). Both streams must be emitted in the
    /// same batches. Spark: `transformWith`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let missing = Collected::new();
    /// let job = stream! {
    ///     let seen = memory([[2_i64, 3]]);
    ///     memory([[1_i64, 2, 4]])
    ///         |> transform_with(seen, |expected, seen| {
    ///             let seen = seen.collect();
    ///             expected.iter().filter(|n| !seen.contains(n)).collect::<Vec<_>>()
    ///         })
    ///         |> collect(&missing);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(missing.sorted_batches(), [[1, 4]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn transform_with<'a, C: Column, D: Column, I: IntoIterator>(
        self,
        batches: Option<(Batch<'a, C>, Batch<'a, D>)>,
        f: impl Fn(Batch<'a, C>, Batch<'a, D>, BatchTime) -> I,
    ) -> impl Iterator<Item = I::Item> {
        let records =
            batches.map(|(batch, other)| self.blame(|| f(batch, other, batch.time()).into_iter()));
        records.into_iter().flat_map(move |records| super::Blamed::new(self, records))
    }
}
