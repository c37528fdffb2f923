//! The operator `try_map`.

use std::fmt::Display;

use crate::language::Stream;

impl Stream {
    /// Maps each record to another with a function that may fail: `try_map(f)`.
    ///
    /// `f` returns a `Result`, and the `Ok` values continue. The failures are a second stream, so
    /// that none is lost unnoticed: bind the stream with `let` and use the failures with
    /// [`failures`](Stream::failures). A program that does not use them does not compile. The
    /// reason may be any type that implements `Display`. The record is cloned before each call,
    /// which is free for borrowed text. Stateless; fused into the surrounding loop. Spark has no
    /// such operator: there an exception fails the batch.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let (numbers, dead_letters) = (Collected::new(), Collected::new());
    /// let job = stream! {
    ///     let parsed = memory([["1", "two", "3"]]) |> try_map(|text| text.parse::<i64>());
    ///     parsed |> collect(&numbers);
    ///     parsed |> failures |> collect(&dead_letters);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(numbers.records(), [1, 3]);
    /// let why = "invalid digit found in string".to_owned();
    /// assert_eq!(dead_letters.records(), [("two".to_owned(), why)]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    ///
    /// # Errors
    /// The record and the reason. They go to the stream of failures.
    #[inline(always)]
    pub fn try_map<A: Clone, B, E: Display>(
        self,
        record: A,
        f: impl Fn(A) -> Result<B, E>,
    ) -> Result<B, (A, String)> {
        let kept = record.clone();
        self.blame(|| f(record)).map_err(|reason| (kept, reason.to_string()))
    }
}
