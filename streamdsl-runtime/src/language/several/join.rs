//! The operator `join`.

use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::language::Stream;
use crate::stages::cogrouped::JoinStage;
#[doc(hidden)]
pub use crate::stages::cogrouped::other_input;
use crate::stages::routed::PairFeed;

/// The stage of `join`: omits a key that one stream lacks.
pub type Join<F, L, R> = JoinStage<F, L, R, Inner>;

/// Marks the stage of `join`.
pub enum Inner {}

impl<F: KeyFamily, L: Column, R: Column> Join<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, (L::View<'_>, R::View<'_>))> {
        self.cogrouped().pairs().filter_map(|(key, (l, r))| Some((key, (l?, r?))))
    }
}

impl Stream {
    /// Joins two streams of pairs by key: `join(other)`.
    ///
    /// Yields `(key, (value, other value))` for every combination of the values that a key has in
    /// both streams, in this batch or, after a [`window`](Stream::window), in this window. Both
    /// streams must be emitted in the same batches. The operator keeps the values of both streams
    /// until the end of the batch. Spark: `join`.
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
}
