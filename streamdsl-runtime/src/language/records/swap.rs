//! The operator `swap`.

use crate::data::pair::Pair;
use crate::language::Stream;

impl Stream {
    /// Swaps key and value of each pair: `swap`.
    ///
    /// Stateless; fused into the surrounding loop. Spark: `swap` of Java's pairs.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let swapped = Collected::new();
    /// let job = stream! { memory([[(1, 'a')]]) |> swap |> collect(&swapped) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(swapped.records(), [('a', 1)]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn swap<P: Pair>(self, record: P) -> (P::Value, P::Key) {
        let (key, value) = record.pair();
        (value, key)
    }
}
