//! The operator `map_values`.

use crate::data::pair::Pair;
use crate::language::Stream;

impl Stream {
    /// Maps the value of each `(key, value)` pair to another: `map_values(f)`.
    ///
    /// Stateless; fused into the surrounding loop. Spark: `mapValues`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let doubled = Collected::new();
    /// let job = stream! {
    ///     memory([[(7, 1), (8, 2)]]) |> map_values(|n| n * 2) |> collect(&doubled)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(doubled.batches(), [[(7, 2), (8, 4)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn map_values<P: Pair, W>(self, record: P, f: impl Fn(P::Value) -> W) -> (P::Key, W) {
        let (key, value) = record.pair();
        (key, self.blame(|| f(value)))
    }
}
