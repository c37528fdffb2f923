//! The operator `count_by_value_and_window`.

use crate::data::key::Key;
use crate::language::Stream;
use crate::stages::exchanged::TableFeed;

impl Stream {
    /// Counts how often each record occurs in a window: `count_by_value_and_window(30s, 10s)`.
    ///
    /// The same as `count_by_value |> window(30s, 10s)`: a table of the distinct records of the
    /// window, with one count per pane. Spark: `countByValueAndWindow`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     memory([vec![3_u8, 7, 3], vec![3], vec![]])
    ///         |> count_by_value_and_window(2s, 1s)
    ///         |> collect(&counts)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(counts.sorted_batches(), [vec![(3, 2), (7, 1)], vec![(3, 3), (7, 1)], vec![(3, 1)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn count_by_value_and_window<K: Key>(
        self,
        feed: &mut TableFeed<'_, '_, K::Family, u64>,
        record: K,
    ) {
        self.count_by_value(feed, record);
    }
}
