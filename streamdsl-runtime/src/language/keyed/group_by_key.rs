//! The operator `group_by_key`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::grouped::Groups;
use crate::stages::routed::PairFeed;

/// The stage of `group_by_key`.
pub struct GroupByKey<F: KeyFamily, C> {
    groups: Groups<F, C>,
}

impl<F: KeyFamily, C: Column> GroupByKey<F, C> {
    #[doc(hidden)]
    #[allow(clippy::unnecessary_wraps)] // `new` of every stage returns a `Result`
    pub fn new(worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { groups: Groups::new(worker) })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.groups.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        self.groups.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.groups.kept()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.groups.exchange(worker)
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, Vec<C::View<'_>>)> {
        self.groups.iter().map(|(key, values)| (key, values.iter().collect()))
    }
}

impl Stream {
    /// Groups the values of each key of a batch: `group_by_key`.
    ///
    /// Yields `(key, Vec<value>)` for each key, with the values in no particular order. The
    /// operator keeps all values of the batch, text in one buffer. If a combining function is
    /// enough, use [`reduce_by_key`](Stream::reduce_by_key), which keeps one value per key. Spark:
    /// `groupByKey`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let groups = Collected::new();
    /// let job = stream! {
    ///     memory([[(1, "a"), (2, "b"), (1, "c")]])
    ///         |> group_by_key
    ///         |> map(|(key, values)| (key, values.len()))
    ///         |> collect(&groups)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(groups.sorted_batches(), [[(1, 2), (2, 1)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn group_by_key<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        let (key, value) = record.pair();
        feed.push(key, value);
    }
}
