//! Exchanges keyed tables at the end of a batch, so that each worker gets the keys it owns.

use std::cmp::Reverse;
use std::mem::{replace, swap, take};
use std::sync::Arc;

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily, PackedOf, groups_of};
use crate::data::record::Value;
use crate::job::worker::Worker;
use crate::stages::keyed::{Feed, Scatter, Table, Target};

/// Tables with up to this many keys are merged quickly.
const MANY_KEYS: u64 = 100_000;

/// With fewer records per key than this, combining them before the exchange saves too little.
const FEW_RECORDS: u64 = 6;

/// The keyed records of a batch, sent to the workers that own the keys.
///
/// Usually each worker combines its records in a table of its own, and all tables are merged when
/// the batch ends. If most keys occur only once, this does the same work twice. Single records are
/// then scattered to the owners of their keys while the batch is read. The previous batch decides
/// which way is used.
pub struct Exchanged<F: KeyFamily, V> {
    /// The records that this worker has seen.
    local: Table<F, V>,
    /// Tables that other workers may still be reading. They are reused for later batches, so that
    /// their memory stays warm.
    lent: Vec<Arc<Part<F, V>>>,
    /// The records of all workers whose keys this worker owns.
    owned: Table<F, V>,
    /// Whether `owned` belongs to the previous batch.
    is_past: bool,
    /// Whether single records may be sent to their owners.
    may_scatter: bool,
    /// Sends single records, from the first exchange on.
    scatter: Option<Scatter<F, V>>,
    /// Whether the records of this batch are scattered.
    scatters: bool,
    /// How many records this worker has seen in this batch.
    records: u64,
}

/// The table that a worker shares with the others at the end of a batch.
struct Part<F: KeyFamily, V> {
    table: Table<F, V>,
    /// How many records the worker has seen, scattered or not.
    records: u64,
}

impl<F: KeyFamily, V> Default for Exchanged<F, V> {
    fn default() -> Self {
        Self {
            local: Table::new(),
            lent: Vec::new(),
            owned: Table::new(),
            is_past: false,
            may_scatter: false,
            scatter: None,
            scatters: false,
            records: 0,
        }
    }
}

impl<F: KeyFamily, V> Exchanged<F, V> {
    /// Returns an object that may scatter records. It must be exchanged in every batch: a scattered
    /// record is in no table until the exchange.
    pub fn scattering() -> Self {
        Self { may_scatter: true, ..Self::default() }
    }

    /// Returns the feed for pairs. A panic in user code names the operator `op`.
    #[inline]
    pub fn feed<'s, 'p>(
        &'s mut self,
        op: OperatorId,
        window: PageBytes<'p>,
    ) -> TableFeed<'s, 'p, F, V> {
        TableFeed { op, feed: Feed::new(self, window) }
    }

    /// Returns the table for this worker's records; scattered records do not go there.
    pub fn local(&mut self) -> &mut Table<F, V> {
        &mut self.local
    }

    /// Returns the table for this worker's records, to save it.
    pub fn filling(&self) -> &Table<F, V> {
        &self.local
    }

    /// After the exchange: returns the table of the keys that this worker owns.
    pub fn owned(&mut self) -> &mut Table<F, V> {
        &mut self.owned
    }

    /// Returns how much memory the tables take: what is filled in this batch, and what is kept for
    /// the next one. Values may own more.
    pub(crate) fn kept(&self) -> Memory {
        let lent: Memory = self.lent.iter().map(|part| part.table.usage().spare()).sum();
        let scattered = self.scatter.as_ref().map(|scatter| scatter.usage().spare());
        let owned = self.owned.usage();
        // Scattered records fill the table of their owner before the batch ends.
        let owned = if self.is_past { owned.spare() } else { owned.filling() };
        self.local.usage().filling() + lent + scattered.unwrap_or_default() + owned
    }

    /// The same with what the values own elsewhere, which is estimated.
    pub(crate) fn kept_with_values(&self) -> Memory
    where
        V: Value,
    {
        if !V::HAS_HEAP {
            return self.kept();
        }
        let owned = self.owned.heap(V::heap_size);
        let owned = if self.is_past { owned.spare() } else { owned.filling() };
        self.kept() + self.local.heap(V::heap_size).filling() + owned
    }

    /// Ends the batch: merges what all workers have for this worker's keys.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(
        &mut self,
        worker: &mut Worker,
        combine: impl Fn(V, V) -> V,
    ) -> Result<&mut Table<F, V>>
    where
        V: Clone + Send + Sync + 'static,
    {
        self.forget_past();
        if worker.peers() == 1 {
            swap(&mut self.local, &mut self.owned);
        } else if !worker.is_alone() {
            let parts = self.share(worker)?;
            let groups = groups_of(worker.index(), worker.peers());
            for part in &parts {
                self.owned.merge_range(&part.table, groups.clone(), &combine);
            }
            self.end_round(parts.iter().map(|part| part.records).sum(), worker.peers(), combine);
        }
        self.is_past = true;
        Ok(&mut self.owned)
    }

    /// Shares this worker's table and returns those of all workers, the largest first.
    fn share(&mut self, worker: &mut Worker) -> Result<Vec<Arc<Part<F, V>>>>
    where
        V: Send + Sync + 'static,
    {
        match &mut self.scatter {
            Some(scatter) => scatter.send_rest(),
            None if self.may_scatter => {
                let inboxes = worker.all_gather(Arc::default())?;
                self.scatter = Some(Scatter::new(worker.index(), inboxes));
            }
            None => {}
        }
        let reclaimed = self.reclaim();
        let table = replace(&mut self.local, reclaimed);
        let mine = Arc::new(Part { table, records: take(&mut self.records) });
        self.lent.push(Arc::clone(&mine));
        let mut parts = worker.all_gather(mine)?;
        parts.sort_by_key(|part| Reverse(part.table.len()));
        Ok(parts)
    }

    /// Returns an empty table: a lent one that nobody reads any more, or a new one.
    fn reclaim(&mut self) -> Table<F, V> {
        let free = self.lent.iter().position(|part| Arc::strong_count(part) == 1);
        let part = free.and_then(|at| Arc::into_inner(self.lent.swap_remove(at)));
        part.map_or_else(Table::new, |mut part| {
            part.table.clear();
            part.table
        })
    }

    /// Receives the last scattered records, and decides whether the next batch is scattered.
    fn end_round(&mut self, records: u64, workers: usize, combine: impl Fn(V, V) -> V) {
        let Some(scatter) = &mut self.scatter else { return };
        scatter.end_round(&mut self.owned, combine);
        // Keys are assigned by hash, so every worker owns about the same number of keys.
        let keys = (self.owned.len() * workers) as u64;
        self.scatters = is_scattering_better(keys, records).unwrap_or(self.scatters);
        if self.scatters {
            // A table without buckets: no record finds its key there.
            self.local = Table::new();
            self.lent.clear();
        }
    }

    /// Receives the records that other workers have sent so far.
    fn receive(&mut self, combine: impl Fn(V, V) -> V) {
        if self.scatters {
            self.forget_past();
            if let Some(scatter) = &mut self.scatter {
                scatter.receive(&mut self.owned, combine);
            }
        }
    }

    /// Drops the result of the previous batch.
    fn forget_past(&mut self) {
        if take(&mut self.is_past) {
            self.owned.clear();
        }
    }
}

/// Returns whether scattering is better for a batch like this one; `None` if the batch was empty or
/// too small to decide.
fn is_scattering_better(keys: u64, records: u64) -> Option<bool> {
    let few_per_key = records < keys * FEW_RECORDS;
    match few_per_key {
        true if keys > MANY_KEYS => Some(true),
        false if records > 0 => Some(false),
        _ => None,
    }
}

/// The loop over a page looks up each key in the local table. While records are scattered, that
/// table is empty, so the loop needs no special case.
impl<F: KeyFamily, V> Target<F, V> for Exchanged<F, V> {
    #[inline(always)]
    fn table(&mut self) -> &mut Table<F, V> {
        &mut self.local
    }

    #[cold]
    #[inline(never)]
    fn put_away(&mut self, key: PackedOf<F>, value: V, combine: impl Fn(V, V) -> V) {
        if !self.scatters {
            return self.local.put_anywhere(key, value, combine);
        }
        let kept = match &mut self.scatter {
            Some(scatter) => scatter.push(key, self.local.interner(), value),
            None => Some(value),
        };
        if let Some(value) = kept {
            self.local.upsert(key, value, combine);
        }
    }
}

/// Combines pairs in a table by key.
pub struct TableFeed<'s, 'p, F: KeyFamily, V> {
    op: OperatorId,
    feed: Feed<'s, 'p, F, V, Exchanged<F, V>>,
}

impl<F: KeyFamily, V> TableFeed<'_, '_, F, V> {
    /// Combines a value with the earlier value of its key.
    #[inline]
    pub fn push(&mut self, key: impl Key<Family = F>, value: V, combine: impl Fn(V, V) -> V) {
        self.feed.push(key, value, combine);
    }

    /// Ends the loop: stores the records that still wait for their bucket.
    pub fn flush(mut self, combine: impl Fn(V, V) -> V) {
        let op = self.op;
        let combine = |a, b| op.blame(|| combine(a, b));
        let records = self.feed.came() as u64;
        self.feed.flush(combine);
        let exchanged = self.feed.target();
        exchanged.records += records;
        exchanged.receive(combine);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_scattered_after_many_keys_with_few_records_each() {
        assert_eq!(is_scattering_better(1_000_000, 1_500_000), Some(true));
        assert_eq!(is_scattering_better(1_000_000, 10_000_000), Some(false));
        assert_eq!(is_scattering_better(1000, 1_000_000), Some(false));
    }

    #[test]
    fn a_small_or_empty_batch_changes_nothing() {
        assert_eq!(is_scattering_better(0, 0), None);
        assert_eq!(is_scattering_better(500, 500), None);
    }
}
