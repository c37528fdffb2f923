use super::both::Both;
use super::grouped::{GroupFeed, Groups};
use super::{Pair, Stream};
use crate::error::Result;
use crate::key::{Key, KeyFamily};
use crate::keyed::PageWindow;
use crate::record::{Column, Record};
use crate::worker::{self, Worker};

/// The keys of one side of a join, which must be those of the other.
#[diagnostic::on_unimplemented(
    message = "both streams need the same keys, found `{F}` and `{Self}`",
    label = "brings keys of different types together",
    note = "bring the keys of one stream to the type of the other first: `|> map(|(key, value)| (.., value))`"
)]
pub trait SameKeys<F: KeyFamily>: KeyFamily {
    /// The same groups, known by the other name of their keys.
    fn same<C>(groups: &mut Groups<Self, C>) -> &mut Groups<F, C>
    where
        Self: Sized;
}

impl<F: KeyFamily> SameKeys<F> for F {
    fn same<C>(groups: &mut Groups<F, C>) -> &mut Groups<F, C> {
        groups
    }
}

/// Declares the stage of a join, which differ in what they do with a key that
/// one side lacks.
macro_rules! stages {
    ($($(#[$doc:meta])* $stage:ident: $records:ident, |$values:pat_param| $kept:expr => $item:ty;)*) => {$(
        $(#[$doc])*
        pub struct $stage<F: KeyFamily, L, R> {
            both: Both<F, L, R>,
        }

        impl<F: KeyFamily, L: Column, R: Column> $stage<F, L, R> {
            #[doc(hidden)]
            pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
                Ok(Self { both: Both::default() })
            }

            #[doc(hidden)]
            pub fn feed<'s, 'p>(&'s mut self, window: PageWindow<'p>) -> GroupFeed<'s, 'p, F, L> {
                self.both.feed(window)
            }

            #[doc(hidden)]
            pub fn finish<G: SameKeys<F>>(
                &mut self,
                worker: &mut Worker,
                _batch: &worker::Batch,
                other: &mut Groups<G, R>,
            ) -> Result<()> {
                self.both.meet(worker, G::same(other))
            }

            #[doc(hidden)]
            pub fn records<'s>(&'s mut self) -> impl Iterator<Item = (F::View<'s>, $item)>
            where
                L: 's,
                R: 's,
            {
                self.both.$records().filter_map(|(key, $values)| Some((key, $kept)))
            }
        }
    )*};
}

stages! {
    /// The stage of `join`.
    Join: pairs, |(l, r)| (l?, r?) => (L::View<'s>, R::View<'s>);
    /// The stage of `left_outer_join`.
    LeftOuterJoin: pairs, |(l, r)| (l?, r) => (L::View<'s>, Option<R::View<'s>>);
    /// The stage of `right_outer_join`.
    RightOuterJoin: pairs, |(l, r)| (l, r?) => (Option<L::View<'s>>, R::View<'s>);
    /// The stage of `full_outer_join`.
    FullOuterJoin: pairs, |both| both => (Option<L::View<'s>>, Option<R::View<'s>>);
    /// The stage of `cogroup`.
    Cogroup: groups, |(l, r)| (listed(l), listed(r)) => (Vec<L::View<'s>>, Vec<R::View<'s>>);
}

fn listed<C: Column>(values: Option<&C>) -> Vec<C::View<'_>> {
    values.into_iter().flat_map(Column::iter).collect()
}

/// Declares the operators: the documented one for the first stream, and the one
/// that generated code calls for the other.
macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident, $other:ident;)*) => {
        impl Stream {$(
            $(#[$doc])*
            #[inline(always)]
            pub fn $name<P>(
                self,
                feed: &mut GroupFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
                record: P,
            ) where
                P: Pair<Key: Key, Value: Record>,
            {
                let (key, value) = record.pair();
                feed.push(key, value);
            }

            #[doc(hidden)]
            #[inline(always)]
            pub fn $other<P>(
                self,
                feed: &mut GroupFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
                record: P,
            ) where
                P: Pair<Key: Key, Value: Record>,
            {
                self.$name(feed, record);
            }
        )*}
    };
}

operators! {
    /// Joins two streams of pairs by their keys: `join(other)`.
    ///
    /// Yields `(key, (value, other value))` for every combination of the
    /// values that a key has in both streams in this batch, or, behind a
    /// [`window`](Stream::window), in this window. Both must be emitted in the
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
    join, join_other;
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
    left_outer_join, left_outer_join_other;
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
    right_outer_join, right_outer_join_other;
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
    full_outer_join, full_outer_join_other;
    /// Groups two streams by their keys: `cogroup(other)`.
    ///
    /// Yields `(key, (Vec<value>, Vec<other value>))` for every key of either
    /// stream. Both must be emitted in the same batches. Spark: `cogroup`.
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
    cogroup, cogroup_other;
}
