//! The operator `failures`.

use crate::language::Stream;

impl Stream {
    /// Yields the records for which a [`try_map`](Stream::try_map) or
    /// [`try_flat_map`](Stream::try_flat_map) failed: `failures`.
    ///
    /// The operator must directly follow a stream that one of the two made and that `let` bound. It
    /// yields `(record, reason)`, where the reason is a `String`. The result is a stream like any
    /// other: it can be counted, windowed or saved. Stateless; fused into the surrounding loop.
    /// Spark has no such operator.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let (sum, bad) = (Collected::new(), Collected::new());
    /// let job = stream! {
    ///     let parsed = memory([["1", "x", "2", "y"]]) |> try_map(|text| text.parse::<i64>());
    ///     parsed |> reduce(+) |> collect(&sum);
    ///     parsed |> failures |> values |> reduce_by_key(+) |> collect(&bad);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sum.records(), [3]);
    /// assert_eq!(bad.records(), [("invalid digit found in string".to_owned(), 2)]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn failures<A>(self, failure: (A, String)) -> (A, String) {
        failure
    }
}
