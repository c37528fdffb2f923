//! The operator `distinct`.

use std::sync::Arc;

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
    /// The numbers of this worker's records among those of all workers, in ascending order.
    numbers: Vec<u64>,
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

    /// Returns the numbers of positions among those of all workers, in ascending order.
    ///
    /// # Errors
    /// If the job is being stopped.
    fn numbers(mine: impl Iterator<Item = Self>, worker: &mut Worker) -> Result<Vec<u64>>;
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

    fn numbers(_: impl Iterator<Item = ()>, _: &mut Worker) -> Result<Vec<u64>> {
        Ok(Vec::new())
    }
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

    fn numbers(mine: impl Iterator<Item = Place>, worker: &mut Worker) -> Result<Vec<u64>> {
        if worker.is_alone() {
            return Ok((0..).zip(mine).map(|(number, _)| number).collect());
        }
        let mut mine: Vec<Place> = mine.collect();
        mine.sort_unstable();
        let mine = Arc::new(mine);
        let all = worker.all_gather(Arc::clone(&mine))?;
        // How many records of each worker come before the record that is numbered.
        let mut before = vec![0; all.len()];
        let number = |place: &Place| {
            for (before, places) in before.iter_mut().zip(&all) {
                *before += places[*before..].iter().take_while(|other| *other < place).count();
            }
            before.iter().sum::<usize>() as u64
        };
        Ok(mine.iter().map(number).collect())
    }
}

impl<F: KeyFamily, V: Position> DistinctStage<F, V> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, table: Exchanged::scattering(), next: V::default(), numbers: Vec::new() })
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
        let owned = self.table.exchange(worker, V::first)?;
        self.numbers = V::numbers(owned.iter().map(|(_, position)| *position), worker)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = F::View<'_>> {
        self.table.owned().drain().map(|(key, _)| key)
    }
}

impl<F: KeyFamily> DistinctInOrder<F> {
    /// Returns each record as a run of its own, in the order in which they occurred first.
    ///
    /// The runs get new places, because the old ones follow each other without a gap: a record of
    /// which a later operator makes several would take the places of those after it.
    #[doc(hidden)]
    pub fn runs(&mut self) -> impl Iterator<Item = Run<std::iter::Once<F::View<'_>>>> {
        let mut keys: Vec<(F::View<'_>, Place)> = self.table.owned().drain().collect();
        keys.sort_unstable_by_key(|(_, place)| *place);
        keys.into_iter().zip(&self.numbers).map(|((key, _), number)| Run {
            place: Place::numbered(*number),
            records: std::iter::once(key),
        })
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
