//! The operator `persist`.

use crate::language::Stream;

impl Stream {
    /// Does nothing: `persist`. See [`cache`](Stream::cache). Spark: `persist`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let all = Collected::new();
    /// let job = stream! { memory([[1, 2]]) |> persist |> collect(&all) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(all.records(), [1, 2]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn persist<A>(self, record: A) -> A {
        record
    }
}
