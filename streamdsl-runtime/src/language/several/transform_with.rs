//! The operator `transform_with`.

use crate::base::blame::Blamed;
use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::base::time::BatchTime;
use crate::data::key::PageBytes;
use crate::data::place::Place;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::batch::Batch;
use crate::stages::gathered::Gathered;
use crate::stages::order::RecordFeed;

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
    pub fn begin_run(&mut self, place: Place) {
        self.here.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.here.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.here.kept() + self.other.kept()
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        batch: &CurrentBatch,
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

#[doc(hidden)]
pub fn other_input<C: Column>(_worker: &Worker) -> Gathered<C> {
    Gathered::default()
}

impl Stream {
    /// Runs your own code over a batch of two streams: `transform_with(other, |batch, other| ..)`,
    /// or with the time as a third argument.
    ///
    /// Works like [`transform`](Stream::transform), but keeps a copy of both batches in memory.
    /// Both streams must be emitted in the same batches. Spark: `transformWith`. If the other side
    /// is a fixed data set, use a `map` whose closure owns the data set.
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
        records.into_iter().flat_map(move |records| Blamed::new(self.id(), records))
    }
}
