//! The operator `filter`.

use crate::language::Stream;

impl Stream {
    /// Keeps the records for which the predicate is true: `filter(f)`.
    ///
    /// The predicate takes a reference to the record. Stateless; fused into the surrounding loop.
    /// Spark: `filter`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let long = Collected::new();
    /// let job = stream! {
    ///     memory([["a", "bcd"]]) |> filter(|word| word.len() > 1) |> collect(&long)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(long.batches(), [["bcd"]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn filter<A>(self, record: &A, f: impl Fn(&A) -> bool) -> bool {
        self.blame(|| f(record))
    }
}
