//! The operator `partition_by`.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, Packed, Packer, Seed, owner};
use crate::data::pair::Pair;
use crate::data::place::Place;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::dealt::deal_out;
use crate::stages::order::{Lanes, Sorted};

/// The stage of `partition_by`: brings each pair to the worker that owns its key.
pub struct PartitionBy<C> {
    /// The pairs that this worker has seen, by the owner of the key.
    parts: Vec<Lanes<C>>,
    interner: Interner,
    /// The pairs whose keys this worker owns.
    received: Sorted<C>,
}

impl<C: Column> PartitionBy<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, _op: Stream) -> Result<Self> {
        let parts = (0..worker.peers()).map(|_| Lanes::default()).collect();
        Ok(Self { parts, interner: Interner::default(), received: Sorted::default() })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        for part in &mut self.parts {
            part.begin(place);
        }
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PartitionFeed<'s, 'p, C> {
        PartitionFeed { stage: self, window, lane: 0 }
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let parts: Memory = self.parts.iter().map(|part| part.usage().filling()).sum();
        parts + (self.interner.usage() + self.received.usage()).spare()
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.interner.clear();
        let fresh = (0..worker.peers()).map(|_| Lanes::default()).collect();
        let parts = std::mem::replace(&mut self.parts, fresh);
        self.received = Sorted::new(deal_out(worker, parts)?);
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.received.records()
    }
}

/// Sorts pairs by the worker that owns their key.
pub struct PartitionFeed<'s, 'p, C> {
    stage: &'s mut PartitionBy<C>,
    window: PageBytes<'p>,
    lane: usize,
}

impl<C> PartitionFeed<'_, '_, C> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn lane(&mut self, lane: usize) -> &mut Self {
        self.lane = lane;
        self
    }
}

impl Stream {
    /// Brings all pairs of a key to the worker that owns the key: `partition_by`.
    ///
    /// Keyed operators do this themselves. Use it before a
    /// [`map_partitions`](Stream::map_partitions) that must see all pairs of a key. The pairs of a key
    /// keep their order. The operator
    /// copies the batch and exchanges it between the workers. Spark: `partitionBy`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let keys = Collected::new();
    /// let job = stream! {
    ///     memory([[(1, 'a'), (2, 'b'), (1, 'c')]])
    ///         |> partition_by
    ///         |> map_partitions(|pairs| {
    ///             pairs.iter().map(|(key, _)| key).collect::<std::collections::BTreeSet<_>>()
    ///         })
    ///         |> collect(&keys)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(keys.sorted_batches(), [[1, 2]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline]
    pub fn partition_by<P>(self, feed: &mut PartitionFeed<'_, '_, P::Column>, record: P)
    where
        P: Record + Pair<Key: Key + Record, Value: Record>,
        P: From<(P::Key, P::Value)>,
    {
        let (key, value) = record.pair();
        let stage = &mut *feed.stage;
        let packed = key.pack(&mut Packer::new(feed.window, &mut stage.interner));
        let to = owner(packed.hash(Seed::of_process()), stage.parts.len());
        stage.parts[to].feed().lane(feed.lane).store(P::from((key, value)));
    }
}
