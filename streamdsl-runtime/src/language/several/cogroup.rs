//! The operator `cogroup`.

use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::language::Stream;
use crate::stages::cogrouped::JoinStage;
#[doc(hidden)]
pub use crate::stages::cogrouped::other_input;
use crate::stages::grouped::Group;
use crate::stages::routed::PairFeed;

/// The stage of `cogroup`: omits no key, and yields the values of a key together.
pub type Cogroup<F, L, R> = JoinStage<F, L, R, Grouped>;

/// Marks the stage of `cogroup`.
pub enum Grouped {}

impl<F: KeyFamily, L: Column, R: Column> Cogroup<F, L, R> {
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn records(
        &mut self,
    ) -> impl Iterator<Item = (F::View<'_>, (Vec<L::View<'_>>, Vec<R::View<'_>>))> {
        self.cogrouped().groups().map(|(key, (l, r))| (key, (listed(l), listed(r))))
    }
}

fn listed<C: Column>(values: Option<Group<'_, C>>) -> Vec<C::View<'_>> {
    values.map(|values| values.iter().collect()).unwrap_or_default()
}

impl Stream {
    /// Groups two streams by key: `cogroup(other)`.
    ///
    /// Yields `(key, (Vec<value>, Vec<other value>))` for every key of either stream. Both streams
    /// must be emitted in the same batches. Spark: `cogroup`.
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
}
