//! The operator `keys`.

use crate::data::pair::Pair;
use crate::language::Stream;

impl Stream {
    /// Keeps the keys of `(key, value)` pairs: `keys`.
    ///
    /// Stateless; fused into the surrounding loop. Spark: `map(_._1)`, `keys`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let keys = Collected::new();
    /// let job = stream! { memory([[(1, 'a'), (2, 'b')]]) |> keys |> collect(&keys) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(keys.records(), [1, 2]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn keys<P: Pair>(self, record: P) -> P::Key {
        record.pair().0
    }
}
