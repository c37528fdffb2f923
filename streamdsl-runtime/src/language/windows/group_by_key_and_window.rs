//! The operator `group_by_key_and_window`.

use crate::data::key::Key;
use crate::data::pair::Pair;
use crate::data::record::Record;
use crate::language::Stream;
use crate::stages::routed::PairFeed;

impl Stream {
    /// Groups the values of each key over a window: `group_by_key_and_window(30s, 10s)`.
    ///
    /// The same as `window(30s, 10s) |> group_by_key`: the operator keeps the pairs of the window
    /// and groups them again for each emission. Spark: `groupByKeyAndWindow`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let groups = Collected::new();
    /// let job = stream! {
    ///     memory([vec![(1, 'a')], vec![(1, 'b')], vec![]])
    ///         |> group_by_key_and_window(2s, 1s)
    ///         |> collect(&groups)
    /// };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(groups.records(), [(1, vec!['a']), (1, vec!['a', 'b']), (1, vec!['b'])]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn group_by_key_and_window<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        self.group_by_key(feed, record);
    }
}
