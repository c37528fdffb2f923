//! The operator `glom`.

use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::gathered::RecordFeed;
use crate::stages::share::Share;

/// The stage of `glom`: each worker's share of a batch.
#[derive(Debug)]
pub struct Glom<C> {
    share: Share<C>,
}

impl<C: Column> Glom<C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, _op: Stream) -> Result<Self> {
        Ok(Self { share: Share::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        self.share.feed()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.share.end();
        worker.check()
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = Vec<C::View<'_>>> {
        std::iter::once(self.share.records().iter().collect())
    }
}

impl Stream {
    /// Yields the records of each worker as one list: `glom`.
    ///
    /// Yields one `Vec` per worker and batch, also an empty one. A worker takes records of a batch
    /// whenever it is free, so the lists differ from run to run. The operator keeps one copy of the
    /// batch in memory. Spark: `glom`; Spark's partitions correspond to workers.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let lists = Collected::new();
    /// let job = stream! { memory([[1, 2, 3]]) |> glom |> collect(&lists) };
    /// streamdsl::testing::run_on(1, job)?;
    /// assert_eq!(lists.records(), [[1, 2, 3]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn glom<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
