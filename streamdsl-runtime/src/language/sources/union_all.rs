//! The source `union_all`.

use crate::language::Stream;
use crate::sources;
use crate::sources::UnionAll;

impl Stream {
    /// Reads several sources as one: `union_all(sources)`.
    ///
    /// `sources` is a `Vec`, or anything else that can be iterated, of sources or receivers of one
    /// type. Use it if the number of sources is known only when the program runs; otherwise use
    /// [`union`](Stream::union). A batch has the records of the first source first, then those of the
    /// second, and so on. Each source has its own line in the status. For sources of several types,
    /// box them; see [`union_all`](sources::union_all()). Spark: `union` of a `StreamingContext`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    /// use streamdsl::source::memory;
    ///
    /// let shards: Vec<_> = (1..4).map(|n| memory([[n, n * 10]])).collect();
    /// let all = Collected::new();
    /// let job = stream! { union_all(shards) |> collect(&all) };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(all.records(), [1, 10, 2, 20, 3, 30]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn union_all<S>(self, sources: impl IntoIterator<Item = S>) -> UnionAll<S> {
        // The registration of the source requires that the members are sources. A bound here would
        // report the same error twice.
        sources::union_all(sources)
    }
}
