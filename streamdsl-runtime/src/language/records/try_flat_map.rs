//! The operator `try_flat_map`.

use std::fmt::Display;

use crate::base::blame::Blamed;
use crate::language::Stream;

impl Stream {
    /// Maps each record to any number of records with a function that may fail: `try_flat_map(f)`.
    ///
    /// `f` returns a `Result` with a value that can be iterated. A record that fails yields no
    /// items. Otherwise the operator works like [`try_map`](Stream::try_map). Spark has no such
    /// operator.
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
    /// The record and the reason. They go to the stream of failures.
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
}
