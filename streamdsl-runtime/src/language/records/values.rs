//! The operator `values`.

use crate::data::pair::Pair;
use crate::language::Stream;

impl Stream {
    /// Keeps the values of `(key, value)` pairs: `values`.
    ///
    /// Stateless; fused into the surrounding loop. Spark: `map(_._2)`, `values`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let values = Collected::new();
    /// let job = stream! { memory([[(1, 'a'), (2, 'b')]]) |> values |> collect(&values) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(values.records(), ['a', 'b']);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn values<P: Pair>(self, record: P) -> P::Value {
        record.pair().1
    }
}
