use crate::language::Stream;

impl Stream {
    /// A source or receiver of your own: `from(source)`.
    ///
    /// `source` is anything that implements [`Source`](crate::sources::Source)
    /// or [`Receiver`](crate::sources::Receiver): the page of the latter has an
    /// example. The sources of this crate with more options than their operator
    /// has are given this way too. Spark: `receiverStream`.
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
        // That it is a source is required where the program registers it, and said only there.
        source
    }
}
