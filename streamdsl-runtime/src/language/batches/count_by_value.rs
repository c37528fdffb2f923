//! The operator `count_by_value`.

use crate::data::key::Key;
use crate::language::Stream;
use crate::language::keyed::reduce_by_key::ReduceByKey;
use crate::stages::exchanged::TableFeed;

/// The stage of `count_by_value`: a table of counts.
pub type CountByValue<F> = ReduceByKey<F, u64>;

impl Stream {
    /// Counts how often each record occurs in a batch: `count_by_value`.
    ///
    /// Yields `(record, count)` pairs with a `u64` count. The result is a table like that of
    /// [`reduce_by_key`](Stream::reduce_by_key). The memory depends on the number of distinct
    /// records. A pair is counted as a whole. Spark: `countByValue`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! { memory([[3, 7, 3]]) |> count_by_value |> collect(&counts) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(counts.sorted_batches(), [[(3, 2), (7, 1)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn count_by_value<K: Key>(self, feed: &mut TableFeed<'_, '_, K::Family, u64>, record: K) {
        feed.push(record, 1, |a, b| a + b);
    }
}
