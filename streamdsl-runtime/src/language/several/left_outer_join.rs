//! The operator `left_outer_join`.

use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::language::Stream;
use crate::stages::cogrouped::JoinStage;
#[doc(hidden)]
pub use crate::stages::cogrouped::other_input;
use crate::stages::routed::PairFeed;

/// The stage of `left_outer_join`: omits a key that the first stream lacks.
pub type LeftOuterJoin<F, L, R> = JoinStage<F, L, R, LeftOuter>;

/// Marks the stage of `left_outer_join`.
pub enum LeftOuter {}

impl<F: KeyFamily, L: Column, R: Column> LeftOuterJoin<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (L::View<'_>, Option<R::View<'_>>))> {
        self.cogrouped().pairs().filter_map(|(key, (l, r))| Some((key, (l?, r))))
    }
}

impl Stream {
    /// Joins two streams and also keeps the keys that only the first stream has:
    /// `left_outer_join(other)`.
    ///
    /// Yields `(key, (value, Option<other value>))`. Otherwise it works like
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
}
