//! The operator `distinct`.

use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::exchanged::{Exchanged, TableFeed};

/// The stage of `distinct`: a table of keys without values.
pub struct Distinct<F: KeyFamily> {
    op: Stream,
    table: Exchanged<F, ()>,
}

impl<F: KeyFamily> Distinct<F> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, table: Exchanged::scattering() })
    }

    #[doc(hidden)]
    #[inline]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> TableFeed<'s, 'p, F, ()> {
        self.table.feed(self.op.id(), window)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.table.exchange(worker, |(), ()| ())?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = F::View<'_>> {
        self.table.owned().drain().map(|(key, ())| key)
    }
}

impl Stream {
    /// Yields each distinct record of a batch once: `distinct`.
    ///
    /// The records must be possible keys. Text is yielded as `&str`. It costs as much as
    /// [`count_by_value`](Stream::count_by_value). Spark: `distinct` of the batch.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let different = Collected::new();
    /// let job = stream! { memory([["b", "a", "b"]]) |> distinct |> collect(&different) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(different.sorted_batches(), [["a", "b"]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn distinct<K: Key>(self, feed: &mut TableFeed<'_, '_, K::Family, ()>, record: K) {
        feed.push(record, (), |(), ()| ());
    }
}
