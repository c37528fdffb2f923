//! The operator `flat_map_values`.

use crate::data::pair::Pair;
use crate::language::Stream;

impl Stream {
    /// Maps each `(key, value)` pair to any number of pairs with the same key:
    /// `flat_map_values(f)`.
    ///
    /// The key is cloned for each pair. Stateless; fused into the surrounding loop. Spark:
    /// `flatMapValues`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let pairs = Collected::new();
    /// let job = stream! {
    ///     memory([[(7, 2), (8, 1)]]) |> flat_map_values(|n| 0..n) |> collect(&pairs)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(pairs.batches(), [[(7, 0), (7, 1), (8, 0)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn flat_map_values<P: Pair, I: IntoIterator>(
        self,
        record: P,
        f: impl Fn(P::Value) -> I,
    ) -> impl Iterator<Item = (P::Key, I::Item)>
    where
        P::Key: Clone,
    {
        let (key, value) = record.pair();
        self.flat_map(value, f).map(move |item| (key.clone(), item))
    }
}
