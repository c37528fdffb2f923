use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::dealt::deal_out;
use crate::stages::gathered::RecordFeed;

/// To how many workers records are dealt out at most.
#[derive(Clone, Copy, Debug)]
pub struct Partitions(usize);

impl Partitions {
    #[doc(hidden)]
    pub fn with_n(mut self, n: usize) -> Self {
        self.0 = n;
        self
    }
}

/// `repartition` deals records out to all workers.
#[doc(hidden)]
pub fn arguments() -> Partitions {
    Partitions(usize::MAX)
}

/// The stage of `repartition`: records dealt out to the workers in turn.
#[derive(Debug)]
pub struct Repartition<C> {
    partitions: usize,
    dealt: C,
    here: C,
}

impl<C: Column> Repartition<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, partitions: &Partitions) -> Result<Self> {
        if partitions.0 == 0 {
            return worker.checked(op.id().0, Err("records need at least one worker".to_owned()));
        }
        let partitions = partitions.0.clamp(1, worker.peers());
        Ok(Self { partitions, dealt: C::default(), here: C::default() })
    }

    #[doc(hidden)]
    pub fn feed(&mut self, _window: PageBytes<'_>) -> RecordFeed<'_, C> {
        RecordFeed::new(&mut self.dealt)
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        let mut parts: Vec<C> = (0..worker.peers()).map(|_| C::default()).collect();
        for (turn, record) in self.dealt.iter().enumerate() {
            record.store(&mut parts[(worker.index() + turn) % self.partitions]);
        }
        self.dealt.clear();
        self.here = deal_out(worker, parts)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.here.iter()
    }
}

impl Stream {
    /// Deals the records of a batch out to the workers in turn: `repartition`,
    /// or `repartition(n)` for `n` of them.
    ///
    /// Workers take pages as they come, which evens the load out by itself.
    /// This is for batches of few records with much work for each, which may
    /// lie in one page. There are never more parts than workers, nor fewer than
    /// one. It costs a copy of the batch in memory and an exchange. Spark:
    /// `repartition`, whose partitions are the workers here.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let shares = Collected::new();
    /// let job = stream! {
    ///     memory([[1, 2, 3, 4]]) |> repartition |> glom |> map(|list| list.len()) |> collect(&shares)
    /// };
    /// streamdsl::testing::run_on(2, job)?;
    /// assert_eq!(shares.records(), [2, 2]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn repartition<R: Record>(self, feed: &mut RecordFeed<'_, R::Column>, record: R) {
        feed.store(record);
    }
}
