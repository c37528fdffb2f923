//! The operator `cache`.

use crate::language::Stream;

impl Stream {
    /// Does nothing: `cache`.
    ///
    /// In Spark a stream that is used twice is computed twice unless it is cached. Here a stream
    /// bound by `let` is computed once, however often it is used, so there is nothing to cache. The
    /// operator exists for programs that come from Spark. Spark: `cache`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let (all, count) = (Collected::new(), Collected::new());
    /// let job = stream! {
    ///     let numbers = memory([[1, 2]]) |> cache;
    ///     numbers |> collect(&all);
    ///     numbers |> count |> collect(&count);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!((all.records(), count.records()), (vec![1, 2], vec![2]));
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn cache<A>(self, record: A) -> A {
        record
    }
}
