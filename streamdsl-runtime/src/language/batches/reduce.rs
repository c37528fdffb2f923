//! The operator `reduce`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::record::Value;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;

/// The stage of `reduce`.
#[derive(Debug)]
pub struct Reduce<V> {
    op: Stream,
    value: Option<V>,
}

impl<V> Reduce<V> {
    #[doc(hidden)]
    pub fn new(_worker: &mut Worker, op: Stream) -> Result<Self> {
        Ok(Self { op, value: None })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> ReduceFeed<'_, V> {
        ReduceFeed { value: &mut self.value }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        Memory::default()
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
        if let Some(values) = worker.gather(self.value.take())? {
            let values = values.into_iter().flatten();
            self.value = values.reduce(|a, b| op.blame(|| combine(a, b)));
        }
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = V> {
        self.value.take().into_iter()
    }
}

/// Combines records into one value.
#[derive(Debug)]
pub struct ReduceFeed<'s, V> {
    value: &'s mut Option<V>,
}

impl<'s, V> ReduceFeed<'s, V> {
    pub(crate) fn new(value: &'s mut Option<V>) -> Self {
        Self { value }
    }
}

impl Stream {
    /// Combines the records of a batch into one: `reduce(op)`.
    ///
    /// `op` is an operator (`+ * & | ^ && || max min`), a closure or a function. It must be
    /// associative and commutative. The records must be owned values (numbers, `String`, a
    /// `#[derive(Record)]`). Each worker keeps one of them. An empty batch yields nothing. Spark:
    /// `reduce`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let longest = Collected::new();
    /// let job = stream! {
    ///     memory([vec![3, 9, 4], vec![]]) |> reduce(max) |> collect(&longest)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(longest.batches(), [vec![9], vec![]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn reduce<V: Value>(
        self,
        feed: &mut ReduceFeed<'_, V>,
        record: V,
        combine: impl Fn(V, V) -> V,
    ) {
        *feed.value = Some(match feed.value.take() {
            Some(value) => self.blame(|| combine(value, record)),
            None => record,
        });
    }
}
