//! The operator `map`.

use crate::language::Stream;

impl Stream {
    /// Maps each record to another: `map(f)`.
    ///
    /// Stateless; fused into the surrounding loop. Spark: `map`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let lengths = Collected::new();
    /// let job = stream! {
    ///     memory([["a", "bcd"]]) |> map(|word| word.len()) |> collect(&lengths)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(lengths.batches(), [[1, 3]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn map<A, B>(self, record: A, f: impl Fn(A) -> B) -> B {
        self.blame(|| f(record))
    }
}
