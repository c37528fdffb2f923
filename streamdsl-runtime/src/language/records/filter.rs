//! The operator `filter`.

use crate::language::Stream;

impl Stream {
    /// Keeps the records for which the predicate holds: `filter(f)`.
    ///
    /// The predicate is given a reference. Stateless, fused into the loop
    /// around it. Spark: `filter`.
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
