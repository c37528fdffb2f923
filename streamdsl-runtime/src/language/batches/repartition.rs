use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::Result;
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, Packed, Packer, Seed, owner};
use crate::data::pair::Pair;
use crate::data::record::{Column, Record};
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::language::arguments::Limit;
use crate::stages::gathered::RecordFeed;

/// The stage of `repartition`: records dealt out to the workers in turn.
#[derive(Debug)]
pub struct Repartition<C> {
    partitions: usize,
    dealt: C,
    here: C,
}

impl<C: Column> Repartition<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, op: Stream, partitions: &Limit) -> Result<Self> {
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
        self.here = scatter(worker, parts)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.here.iter()
    }
}

/// The stage of `partition_by`: pairs on the worker that owns their key.
pub struct PartitionBy<C> {
    parts: Vec<C>,
    interner: Interner,
    here: C,
}

impl<C: Column> PartitionBy<C> {
    #[doc(hidden)]
    pub fn new(worker: &mut Worker, _op: Stream) -> Result<Self> {
        let parts = (0..worker.peers()).map(|_| C::default()).collect();
        Ok(Self { parts, interner: Interner::default(), here: C::default() })
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PartitionFeed<'s, 'p, C> {
        PartitionFeed { stage: self, window }
    }

    #[doc(hidden)]
    pub fn finish(&mut self, worker: &mut Worker, _batch: &CurrentBatch) -> Result<()> {
        self.interner.clear();
        let fresh = (0..worker.peers()).map(|_| C::default()).collect();
        self.here = scatter(worker, std::mem::replace(&mut self.parts, fresh))?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn records(&mut self) -> impl Iterator<Item = C::View<'_>> {
        self.here.iter()
    }
}

/// The way of pairs to the workers that own their keys.
pub struct PartitionFeed<'s, 'p, C> {
    stage: &'s mut PartitionBy<C>,
    window: PageBytes<'p>,
}

/// Hands each worker its part, and brings together what all have for this one.
fn scatter<C: Column>(worker: &mut Worker, parts: Vec<C>) -> Result<C> {
    let parts: Vec<Mutex<C>> = parts.into_iter().map(Mutex::new).collect();
    let index = worker.index();
    let mut here = C::default();
    for from in worker.all_gather(Arc::new(parts))? {
        let mut part = from[index].lock().unwrap_or_else(PoisonError::into_inner);
        here.append(&mut part);
    }
    Ok(here)
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

    /// Brings the pairs of a key to the worker that owns it: `partition_by`.
    ///
    /// Keyed operators do that themselves; this is for a
    /// [`map_partitions`](Stream::map_partitions) that must see all pairs of a
    /// key. It costs a copy of the batch in memory and an exchange. Spark:
    /// `partitionBy`.
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
        P::from((key, value)).store(&mut stage.parts[to]);
    }
}
