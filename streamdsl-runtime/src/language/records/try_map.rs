use std::fmt::Display;

use crate::base::blame::Blamed;
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

    /// Turns each record into any number of records, where that may fail:
    /// `try_flat_map(f)`.
    ///
    /// `f` returns a `Result` of anything that can be iterated; a record that
    /// fails yields no items. Otherwise as [`try_map`](Stream::try_map). Spark
    /// has nothing like it.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// fn numbers(line: &str) -> Result<Vec<i64>, std::num::ParseIntError> {
    ///     line.split(',').map(str::parse).collect()
    /// }
    ///
    /// let (good, bad) = (Collected::new(), Collected::new());
    /// let job = stream! {
    ///     let parsed = memory([["1,2", "3,x"]]) |> try_flat_map(numbers);
    ///     parsed |> collect(&good);
    ///     parsed |> failures |> keys |> collect(&bad);
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!((good.records(), bad.records()), (vec![1, 2], vec!["3,x".to_owned()]));
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    ///
    /// # Errors
    /// The failure, which goes the other way.
    #[inline(always)]
    pub fn try_flat_map<A: Clone, I: IntoIterator, E: Display>(
        self,
        record: A,
        f: impl Fn(A) -> Result<I, E>,
    ) -> Result<Blamed<I::IntoIter>, (A, String)> {
        let kept = record.clone();
        match self.blame(|| f(record).map(IntoIterator::into_iter)) {
            Ok(items) => Ok(Blamed::new(self.id(), items)),
            Err(reason) => Err((kept, reason.to_string())),
        }
    }

    /// What a [`try_map`](Stream::try_map) or
    /// [`try_flat_map`](Stream::try_flat_map) could not take: `failures`.
    ///
    /// Stands directly over a stream that one of them made and `let` bound;
    /// yields `(record, reason)`, the reason as `String`, and is a stream like
    /// any other: it can be counted, windowed, saved. Stateless, fused into the
    /// loop around it. Spark has nothing like it.
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
