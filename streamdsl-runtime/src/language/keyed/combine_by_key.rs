//! The operator `combine_by_key`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily};
use crate::data::pair::Pair;
use crate::data::record::Value;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::exchanged::Exchanged;
use crate::stages::keyed::Table;

/// The stage of `combine_by_key` and `aggregate_by_key`: a table of combiners.
pub struct CombineByKey<F: KeyFamily, C> {
    op: Stream,
    table: Exchanged<F, Option<C>>,
}

impl<F: KeyFamily, C: Value> CombineByKey<F, C> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, table: Exchanged::default() })
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> CombinerFeed<'s, 'p, F, C> {
        CombinerFeed { table: self.table.local(), window }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        self.table.kept_with_values()
    }

    #[doc(hidden)]
    pub fn finish(
        &mut self,
        worker: &mut Worker,
        _batch: &CurrentBatch,
        merge: impl Fn(C, C) -> C,
    ) -> Result<()> {
        let op = self.op;
        self.table.exchange(worker, |a, b| match (a, b) {
            (Some(a), Some(b)) => Some(op.blame(|| merge(a, b))),
            (a, b) => a.or(b),
        })?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = (F::View<'_>, C)> {
        self.table.owned().drain().filter_map(|(key, combiner)| Some((key, combiner?)))
    }
}

/// Adds pairs to the combiners of their keys.
pub struct CombinerFeed<'s, 'p, F: KeyFamily, C> {
    table: &'s mut Table<F, Option<C>>,
    window: PageBytes<'p>,
}

impl<F: KeyFamily, C> CombinerFeed<'_, '_, F, C> {
    pub(super) fn update(&mut self, key: impl Key<Family = F>, next: impl FnOnce(Option<C>) -> C) {
        let key = self.table.pack(self.window, key);
        let combiner = self.table.entry(key);
        *combiner = Some(next(combiner.take()));
    }
}

impl Stream {
    /// Combines the values of each key into a value of another type: `combine_by_key(create, add,
    /// merge)`.
    ///
    /// `create(value)` makes a combiner from the first value of a key. `add(combiner, value)` adds
    /// another value. `merge(a, b)` merges two combiners of the same key from two workers. A
    /// combiner is an owned value; the values may borrow. Yields `(key, combiner)`, each key once.
    /// The memory depends on the number of distinct keys. Spark: `combineByKey`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let means = Collected::new();
    /// let job = stream! {
    ///     memory([[(1_u8, 2.0), (1, 4.0), (2, 9.0)]])
    ///         |> combine_by_key(
    ///             |value| (value, 1_u32),
    ///             |(sum, count), value| (sum + value, count + 1),
    ///             |(a, m), (b, n)| (a + b, m + n),
    ///         )
    ///         |> map_values(|(sum, count)| sum / f64::from(count))
    ///         |> collect(&means)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(means.sorted_batches(), [[(1, 3.0), (2, 9.0)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn combine_by_key<P, C: Value>(
        self,
        feed: &mut CombinerFeed<'_, '_, <P::Key as Key>::Family, C>,
        record: P,
        create: impl Fn(P::Value) -> C,
        add: impl Fn(C, P::Value) -> C,
    ) where
        P: Pair<Key: Key>,
    {
        let (key, value) = record.pair();
        feed.update(key, |combiner| {
            self.blame(|| match combiner {
                Some(combiner) => add(combiner, value),
                None => create(value),
            })
        });
    }
}
