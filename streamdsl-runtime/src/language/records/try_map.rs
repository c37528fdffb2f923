use std::fmt::Display;

use crate::language::Stream;

impl Stream {
    /// Turns each record into another, where that may fail: `try_map(f)`.
    ///
    /// `f` returns a `Result`; what is `Ok` goes on. The failures are a stream
    /// of their own, so none is lost silently: bind the stream with `let` and
    /// say with [`failures`](Stream::failures) where they go; a program that does
    /// not is not compiled. The reason is anything that can be displayed. The
    /// record is cloned before each call, which is free for borrowed text.
    /// Stateless, fused into the loop around it. Spark has nothing like it: there
    /// an exception fails the batch.
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
    /// The failure, which goes the other way.
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
