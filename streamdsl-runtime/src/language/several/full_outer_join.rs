//! The operator `full_outer_join`.

use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::language::Stream;
use crate::stages::cogrouped::JoinStage;
#[doc(hidden)]
pub use crate::stages::cogrouped::other_input;
use crate::stages::routed::PairFeed;

/// The stage of `full_outer_join`: omits no key.
pub type FullOuterJoin<F, L, R> = JoinStage<F, L, R, FullOuter>;

/// Marks the stage of `full_outer_join`.
pub enum FullOuter {}

impl<F: KeyFamily, L: Column, R: Column> FullOuterJoin<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<L::View<'_>>, Option<R::View<'_>>))> {
        self.cogrouped().pairs()
    }
}

impl Stream {
    /// Joins two streams and keeps the keys of both: `full_outer_join(other)`.
    ///
    /// Yields `(key, (Option<value>, Option<other value>))`. Otherwise it works like
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
}
