//! The operator `union`.

use std::marker::PhantomData;

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::of_type::OfType;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::order::{Lanes, NumberedRuns, RecordFeed, Run};

/// Ensures that all streams of a union have the same type of record.
#[derive(Debug)]
pub struct Union<T>(PhantomData<fn() -> T>);

impl<T> Union<T> {
    #[doc(hidden)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Records of a page that a union has collected. A loop of their own reads them.
#[derive(Debug, Default)]
pub struct UnionBuffer<C> {
    records: C,
}

impl<C: Column> UnionBuffer<C> {
    #[doc(hidden)]
    #[inline]
    pub fn push<R: Record<Column = C>>(&mut self, record: R) {
        record.store(&mut self.records);
    }

    #[doc(hidden)]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    #[doc(hidden)]
    pub fn records(&self) -> impl Iterator<Item = C::View<'_>> {
        self.records.iter()
    }

    #[doc(hidden)]
    pub fn clear(&mut self) {
        self.records.clear();
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.records.usage().spare()
    }
}

/// The stage of a union that collects the records of a batch, because a later operator needs them in
/// order and they come in too many ways.
#[derive(Debug)]
pub struct UnionInOrder<C> {
    seen: Lanes<C>,
    collected: NumberedRuns<C>,
}

impl<C: Column> UnionInOrder<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { seen: Lanes::default(), collected: NumberedRuns::default() })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.seen.begin(place);
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.seen.feed()
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.seen.usage().filling() + self.collected.usage().spare()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.collected = NumberedRuns::of_all_workers(std::mem::take(&mut self.seen), worker)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn runs(&mut self) -> impl Iterator<Item = Run<impl Iterator<Item = C::View<'_>>>> {
        self.collected.runs(0)
    }
}

impl Stream {
    /// Merges several streams into one: `union(other, ..)`.
    ///
    /// For operators that keep the order of records, this stream comes first, then the others in
    /// turn. The operator neither keeps nor moves records: what follows is fused into the loop of
    /// each stream. Only if more than eight ways lead here through unions, the operator collects its
    /// records. The streams must have records of the same type and be emitted in the same batches.
    /// Spark: `union`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let all = Collected::new();
    /// let job = stream! {
    ///     let evens = memory([vec![2, 4], vec![6]]);
    ///     memory([vec![1], vec![3]]) |> union(evens) |> collect(&all);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(all.sorted_batches(), [vec![1, 2, 4], vec![3, 6]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn union<R, T>(self, _streams: &Union<T>, record: R) -> R
    where
        R: Record<Owned: OfType<T>>,
    {
        record
    }
}
