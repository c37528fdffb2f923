//! The source `from`.

use crate::language::Stream;

impl Stream {
    /// Uses a source or receiver of your own: `from(source)`.
    ///
    /// `source` is any value that implements [`Source`](crate::sources::Source) or
    /// [`Receiver`](crate::sources::Receiver); the page of `Receiver` has an example. The call of a
    /// function that returns a source needs no `from`: `my_source(3) |> ..`. Spark:
    /// `receiverStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let source = streamdsl::source::memory([[1, 2, 3]]);
    /// let sums = Collected::new();
    /// let job = stream! { from(source) |> reduce(+) |> collect(&sums) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [6]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn from<S>(self, source: S) -> S {
        // The registration of the source requires `Source`. A bound here would report the same
        // error twice.
        source
    }
}
