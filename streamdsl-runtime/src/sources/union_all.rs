//! Several sources as one, in a list that is known only at run time.

use std::marker::PhantomData;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::Chunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::receiver::IntoSource;

/// The records of all `sources`, which are sources or receivers of one type. To mix types, box them:
/// `Box<dyn Source<Chunk = TextChunk>>` is a source.
///
/// The sources receive independently of each other, and each has its own line in the status. A
/// batch has the records of the first source first, then those of the second, and so on. The list
/// must not be empty if the program has no other source.
///
/// ```
/// use streamdsl::prelude::*;
/// use streamdsl::source::{memory, union_all};
///
/// let shards: Vec<_> = (1..4).map(|n| memory([[n, n * 10]])).collect();
/// let all = Collected::new();
/// let job = stream! { from(union_all(shards)) |> collect(&all) };
/// streamdsl::testing::run_on(1, job)?;
/// assert_eq!(all.records(), [1, 10, 2, 20, 3, 30]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn union_all<S>(sources: impl IntoIterator<Item = S>) -> UnionAll<S> {
    UnionAll { sources: sources.into_iter().collect() }
}

/// Several sources as one, created by [`union_all`].
#[derive(Debug)]
pub struct UnionAll<S> {
    sources: Vec<S>,
}

/// The kind of lists of sources, whose members are of this kind.
#[derive(Debug)]
pub struct IsList<Kind>(PhantomData<Kind>);

#[diagnostic::do_not_recommend]
impl<S: IntoSource<Kind>, Kind> IntoSource<IsList<Kind>> for UnionAll<S> {
    type Source = S::Source;

    fn into_sources(self) -> Vec<S::Source> {
        self.sources.into_iter().flat_map(S::into_sources).collect()
    }
}

impl<C: Chunk> Source for Box<dyn Source<Chunk = C>> {
    type Chunk = C;

    fn describe(&self) -> String {
        (**self).describe()
    }

    fn start(&mut self, inlet: Inlet<C>) -> Result<()> {
        (**self).start(inlet)
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        (**self).end_batch(batch)
    }

    fn exhausted(&self) -> bool {
        (**self).exhausted()
    }

    fn max_rate(&self) -> Option<u64> {
        (**self).max_rate()
    }

    fn stop(&mut self) {
        (**self).stop();
    }
}
