//! The operator `distinct`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::data::place::Place;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::exchanged::{Exchanged, TableFeed};
use crate::stages::order::Run;

/// The stage of `distinct` if no later operator needs the order of the stream.
pub type Distinct<F> = DistinctStage<F, ()>;

/// The stage of `distinct` if a later operator needs the order of the stream.
pub type DistinctInOrder<F> = DistinctStage<F, Place>;

/// The records of a batch, each once, and what is known of their order.
pub struct DistinctStage<F: KeyFamily, V> {
    op: Stream,
    table: Exchanged<F, V>,
    /// The place of the next record.
    next: V,
}

/// What a stage keeps of the order of records: nothing, or the place of each.
pub trait Position: Copy + Default + Send + Sync + 'static {
    /// The position of a record at `place`.
    fn at(place: Place) -> Self;

    /// Returns the same position in another lane.
    #[must_use]
    fn in_lane(self, lane: usize) -> Self;

    /// Returns the position of the next record.
    #[must_use]
    fn next(self) -> Self;

    /// Returns the first of two positions.
    #[must_use]
    fn first(self, other: Self) -> Self;
}

impl Position for () {
    #[inline(always)]
    fn at(_: Place) {}

    #[inline(always)]
    fn in_lane(self, _: usize) {}

    #[inline(always)]
    fn next(self) {}

    #[inline(always)]
    fn first(self, (): ()) {}
}

impl Position for Place {
    fn at(place: Place) -> Self {
        place
    }

    #[inline]
    fn in_lane(self, lane: usize) -> Self {
        Place::in_lane(self, lane as u32)
    }

    #[inline]
    fn next(self) -> Self {
        self.next_record()
    }

    #[inline]
    fn first(self, other: Self) -> Self {
        self.min(other)
    }
}

impl<F: KeyFamily, V: Position> DistinctStage<F, V> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, table: Exchanged::scattering(), next: V::default() })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.next = V::at(place);
    }

    #[doc(hidden)]
    #[inline]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> DistinctFeed<'s, 'p, F, V> {
        DistinctFeed { feed: self.table.feed(self.op.id(), window), next: self.next }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.table.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.table.exchange(worker, V::first)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = F::View<'_>> {
        self.table.owned().drain().map(|(key, _)| key)
    }
}

impl<F: KeyFamily> DistinctInOrder<F> {
    /// Returns each record as a run of its own, in the order in which they occurred first.
    #[doc(hidden)]
    pub fn runs(&mut self) -> impl Iterator<Item = Run<std::iter::Once<F::View<'_>>>> {
        let mut keys: Vec<(F::View<'_>, Place)> = self.table.owned().drain().collect();
        keys.sort_unstable_by_key(|(_, place)| *place);
        keys.into_iter()
            .map(|(key, place)| Run { place: place.joined(), records: std::iter::once(key) })
    }
}

/// Stores records that are new in this batch.
pub struct DistinctFeed<'s, 'p, F: KeyFamily, V> {
    feed: TableFeed<'s, 'p, F, V>,
    /// The position of the next record.
    next: V,
}

impl<F: KeyFamily, V: Position> DistinctFeed<'_, '_, F, V> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.next = self.next.in_lane(lane);
        self
    }

    #[doc(hidden)]
    pub fn flush(self, _combine: impl Fn(V, V) -> V) {
        self.feed.flush(V::first);
    }
}

impl Stream {
    /// Yields each distinct record of a batch once: `distinct`.
    ///
    /// The records must be possible keys. They come in the order in which they occurred first. Text
    /// is yielded as `&str`. It costs as much as
    /// [`count_by_value`](Stream::count_by_value). Spark: `distinct` of the batch.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let different = Collected::new();
    /// let job = stream! { memory([["b", "a", "b"]]) |> distinct |> collect(&different) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(different.batches(), [["b", "a"]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn distinct<K: Key, V: Position>(
        self,
        feed: &mut DistinctFeed<'_, '_, K::Family, V>,
        record: K,
    ) {
        feed.feed.push(record, feed.next, V::first);
        feed.next = feed.next.next();
    }
}
