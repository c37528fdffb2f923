//! The operator `reduce_by_key`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::combine::operator;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::data::pair::IntoPair;
use crate::data::record::Value;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::exchanged::{Exchanged, TableFeed};

/// The stage of `reduce_by_key`: a table per batch.
pub struct ReduceByKey<F: KeyFamily, V> {
    op: Stream,
    table: Exchanged<F, V>,
}

impl<F: KeyFamily, V> ReduceByKey<F, V> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, table: Exchanged::scattering() })
    }

    #[doc(hidden)]
    #[inline]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> TableFeed<'s, 'p, F, V> {
        self.table.feed(self.op.id(), window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory
    where
        V: Value,
    {
        self.table.kept_with_values()
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        _batch: &CurrentBatch,
        combine: impl Fn(V, V) -> V,
    ) -> Result<()>
    where
        V: Value,
    {
        worker.check_overflow()?;
        let op = self.op;
        self.table.exchange(worker, |a, b| op.blame(|| combine(a, b)))?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, V)> {
        self.table.owned().drain()
    }
}

impl Stream {
    /// Combines the values of each key within a batch: `reduce_by_key(op)`.
    ///
    /// `op` is an operator (`+ * & | ^ && || max min`), a closure or a function that combines two
    /// values. It must be associative and commutative. A record that is not a pair is counted: an
    /// item stands for `(item, 1)`. The result is a *table*: it has each key once, and text keys
    /// are yielded as `&str`. A [`window`](Stream::window) directly after a table is a windowed
    /// aggregate. A key is copied once per batch, when it is first seen. The memory depends on the
    /// number of distinct keys. Spark: `reduceByKey`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let totals = Collected::new();
    /// let job = stream! {
    ///     memory([[(1, 2.5), (2, 0.5), (1, 1.5)]]) |> reduce_by_key(+) |> collect(&totals)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(totals.sorted_batches(), [[(1, 4.0), (2, 0.5)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn reduce_by_key<R>(
        self,
        feed: &mut TableFeed<'_, '_, <R::Key as Key>::Family, R::Value>,
        record: R,
        combine: impl Fn(R::Value, R::Value) -> R::Value,
    ) where
        R: IntoPair<Key: Key, Value: Value>,
    {
        let (key, value) = record.into_pair();
        feed.push(key, value, |a, b| self.blame(|| combine(a, b)));
    }

    /// The same for `reduce_by_key(+)`, which need not check the sum where it counts.
    #[doc(hidden)]
    #[inline(always)]
    pub fn sum_by_key<R>(
        self,
        feed: &mut TableFeed<'_, '_, <R::Key as Key>::Family, R::Value>,
        record: R,
        combine: impl Fn(R::Value, R::Value) -> R::Value,
    ) where
        R: IntoPair<Key: Key, Value: Value>,
    {
        if R::IS_COUNTED {
            let (key, value) = record.into_pair();
            feed.push(key, value, |a, b| operator::count((a, b), &combine));
        } else {
            self.reduce_by_key(feed, record, combine);
        }
    }
}
