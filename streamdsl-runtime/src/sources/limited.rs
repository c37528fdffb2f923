//! A rate limit for one source.

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::inlet::Inlet;
use crate::sources::Source;

/// Limits `source` to at most `records` records per second, instead of the limit that
/// [`Builder::max_rate`](crate::job::context::Builder::max_rate) sets for all sources.
///
/// The limit applies to sources that receive. A source that is asked for its records at the end of
/// a batch is not limited.
///
/// ```
/// # use streamdsl::source::{Source, limited, socket};
/// let source = limited(socket("localhost", 9999), 500);
/// assert_eq!((source.describe(), source.max_rate()), ("socket localhost:9999".into(), Some(500)));
/// ```
pub fn limited<S: Source>(source: S, records: u64) -> LimitedSource<S> {
    LimitedSource { source, max_rate: records }
}

/// A source with a rate limit of its own, created by [`limited`].
pub struct LimitedSource<S> {
    source: S,
    max_rate: u64,
}

impl<S: Source> Source for LimitedSource<S> {
    type Chunk = S::Chunk;

    fn describe(&self) -> String {
        self.source.describe()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        self.source.start(inlet)
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        self.source.end_batch(batch)
    }

    fn exhausted(&self) -> bool {
        self.source.exhausted()
    }

    fn max_rate(&self) -> Option<u64> {
        Some(self.max_rate)
    }

    fn stop(&mut self) {
        self.source.stop();
    }
}
