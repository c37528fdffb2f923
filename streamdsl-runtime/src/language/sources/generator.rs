//! The source `generator`.

use crate::language::Stream;
use crate::sources;
use crate::sources::{GeneratorSource, Rate};

impl Stream {
    /// Computes records at a given rate: `generator(rate, |n| record)`.
    ///
    /// `rate` is the number of records per second. The function is called with 0, 1, 2, and so on.
    /// With `limit = n` the source ends after `n` records. The records of a batch are computed at
    /// its end, while they are processed. Spark: a custom receiver; the `rate` source.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let sums = Collected::new();
    /// let job = stream! {
    ///     batch_interval = 1s;
    ///     generator(1000, |n| n % 10, limit = 2000) |> reduce(+) |> collect(&sums)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [4500, 4500]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn generator<T, F>(
        self,
        rate: impl Rate,
        make: F,
        limit: Option<u64>,
    ) -> GeneratorSource<T, F>
    where
        F: FnMut(u64) -> T + Send + 'static,
        T: Send + 'static,
    {
        let generator = sources::generator(rate, make);
        match limit {
            Some(count) => generator.limit(count),
            None => generator,
        }
    }
}
