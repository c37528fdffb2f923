use std::marker::PhantomData;

use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::cogrouped::Cogrouped;
use crate::stages::grouped::{Group, Groups};
use crate::stages::routed::PairFeed;

/// The stage of a join. `Kind` says what becomes of a key that one side lacks.
pub struct Joined<F: KeyFamily, L, R, Kind> {
    both: Cogrouped<F, L, R>,
    kind: PhantomData<fn(Kind)>,
}

/// The stage of `join`: such a key is left out.
pub type Join<F, L, R> = Joined<F, L, R, ((), ())>;
/// The stage of `left_outer_join`.
pub type LeftOuterJoin<F, L, R> = Joined<F, L, R, ((), Option<()>)>;
/// The stage of `right_outer_join`.
pub type RightOuterJoin<F, L, R> = Joined<F, L, R, (Option<()>, ())>;
/// The stage of `full_outer_join`.
pub type FullOuterJoin<F, L, R> = Joined<F, L, R, (Option<()>, Option<()>)>;
/// The stage of `cogroup`.
pub type Cogroup<F, L, R> = Joined<F, L, R, (Vec<()>, Vec<()>)>;

impl<F: KeyFamily, L: Column, R: Column, Kind> Joined<F, L, R, Kind> {
    #[doc(hidden)]
    #[allow(clippy::unnecessary_wraps)] // as every stage
    pub fn new(worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { both: Cogrouped::new(worker), kind: PhantomData })
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, L> {
        self.both.feed(window)
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        _batch: &CurrentBatch,
        other: &mut Groups<F, R>,
    ) -> Result<()> {
        self.both.meet(worker, other)
    }
}

impl<F: KeyFamily, L: Column, R: Column> Join<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, (L::View<'_>, R::View<'_>))> {
        self.both.pairs().filter_map(|(key, (l, r))| Some((key, (l?, r?))))
    }
}

impl<F: KeyFamily, L: Column, R: Column> LeftOuterJoin<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (L::View<'_>, Option<R::View<'_>>))> {
        self.both.pairs().filter_map(|(key, (l, r))| Some((key, (l?, r))))
    }
}

impl<F: KeyFamily, L: Column, R: Column> RightOuterJoin<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<L::View<'_>>, R::View<'_>))> {
        self.both.pairs().filter_map(|(key, (l, r))| Some((key, (l, r?))))
    }
}

impl<F: KeyFamily, L: Column, R: Column> FullOuterJoin<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<L::View<'_>>, Option<R::View<'_>>))> {
        self.both.pairs()
    }
}

impl<F: KeyFamily, L: Column, R: Column> Cogroup<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Vec<L::View<'_>>, Vec<R::View<'_>>))> {
        self.both.groups().map(|(key, (l, r))| (key, (listed(l), listed(r))))
    }
}

fn listed<C: Column>(values: Option<Group<'_, C>>) -> Vec<C::View<'_>> {
    values.map(|values| values.iter().collect()).unwrap_or_default()
}

impl Stream {
    /// Joins two streams of pairs by their keys: `join(other)`.
    ///
    /// Yields `(key, (value, other value))` for every combination of the
    /// values that a key has in both streams in this batch, or, behind a
    /// [`window`](Stream::window), in this window. Cogrouped must be emitted in the
    /// same batches. The values of both sides are kept until the end of the
    /// batch. Spark: `join`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let joined = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 1.5), (1, 2.5), (3, 3.5)]]) |> join(ages) |> collect(&joined);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(joined.sorted_batches(), [[(1, (1.5, 30)), (1, (2.5, 30))]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn join<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }

    /// Joins two streams and keeps the keys that only the first one has:
    /// `left_outer_join(other)`.
    ///
    /// Yields `(key, (value, Option<other value>))`; otherwise as
    /// [`join`](Stream::join). Spark: `leftOuterJoin`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let joined = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 'a'), (3, 'c')]]) |> left_outer_join(ages) |> collect(&joined);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(joined.sorted_batches(), [[(1, ('a', Some(30))), (3, ('c', None))]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn left_outer_join<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }

    /// Joins two streams and keeps the keys that only the other one has:
    /// `right_outer_join(other)`.
    ///
    /// Yields `(key, (Option<value>, other value))`; otherwise as
    /// [`join`](Stream::join). Spark: `rightOuterJoin`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let joined = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 'a'), (3, 'c')]]) |> right_outer_join(ages) |> collect(&joined);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(joined.sorted_batches(), [[(1, (Some('a'), 30)), (2, (None, 40))]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn right_outer_join<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }

    /// Joins two streams and keeps the keys of either: `full_outer_join(other)`.
    ///
    /// Yields `(key, (Option<value>, Option<other value>))`; otherwise as
    /// [`join`](Stream::join). Spark: `fullOuterJoin`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let joined = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 'a'), (3, 'c')]]) |> full_outer_join(ages) |> collect(&joined);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(
    ///     joined.sorted_batches(),
    ///     [[(1, (Some('a'), Some(30))), (2, (None, Some(40))), (3, (Some('c'), None))]],
    /// );
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn full_outer_join<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }

    /// Groups two streams by their keys: `cogroup(other)`.
    ///
    /// Yields `(key, (Vec<value>, Vec<other value>))` for every key of either
    /// stream. Cogrouped must be emitted in the same batches. Spark: `cogroup`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let groups = Collected::new();
    /// let job = stream! {
    ///     let ages = memory([[(1, 30), (2, 40)]]);
    ///     memory([[(1, 'a')]]) |> cogroup(ages) |> collect(&groups);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(groups.sorted_batches(), [[(1, (vec!['a'], vec![30])), (2, (vec![], vec![40]))]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn cogroup<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }

    /// The record of the other stream of one of these.
    #[doc(hidden)]
    #[inline(always)]
    pub fn other<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }
}
