//! Keyed tables of a batch: one per worker first, then one per owner of keys.

use std::cmp::Reverse;
use std::mem::{replace, swap, take};
use std::sync::Arc;

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::data::key::{Key, KeyFamily, PackedOf, groups_of};
use crate::job::worker::Worker;
use crate::stages::keyed::{Feed, Scatter, Table, Target};

/// Fewer keys than these in a batch lie in tables that are merged quickly.
const MANY_KEYS: u64 = 100_000;

/// With fewer records for a key than these, combining them before the exchange saves too little.
const FEW_RECORDS: u64 = 6;

/// The keyed records of a batch, brought by key group to the workers that own them.
///
/// Usually each worker combines what it sees in a table of its own, and all tables are merged when
/// the batch ends. Where keys hardly ever come twice, that would be the same work twice: then single
/// records are scattered to the owners of their keys while the batch is read. What the batch before
/// was like decides.
pub struct Exchanged<F: KeyFamily, V> {
    /// What this worker has seen.
    local: Table<F, V>,
    /// Tables that other workers may still be reading; they are used again for later batches, so
    /// that their memory stays warm.
    lent: Vec<Arc<Part<F, V>>>,
    /// What all workers have seen of the keys that this one owns.
    owned: Table<F, V>,
    /// Whether that was the batch before.
    is_past: bool,
    /// Whether single records may be sent to their owners.
    may_scatter: bool,
    /// The way of single records, from the first exchange on.
    scatter: Option<Scatter<F, V>>,
    /// Whether the records of this batch take it.
    scatters: bool,
    /// How many records this worker has seen in this batch.
    records: u64,
}

/// What a worker shows the others at the end of a batch.
struct Part<F: KeyFamily, V> {
    table: Table<F, V>,
    /// How many records it has seen, wherever they are.
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
    /// One that may scatter records. It must be exchanged in every batch, because records that are
    /// underway are nowhere.
    pub fn scattering() -> Self {
        Self { may_scatter: true, ..Self::default() }
    }

    /// Takes pairs in, on behalf of the operator `op`.
    #[inline]
    pub fn feed<'s, 'p>(
        &'s mut self,
        op: OperatorId,
        window: PageBytes<'p>,
    ) -> TableFeed<'s, 'p, F, V> {
        TableFeed { op, feed: Feed::new(self, window) }
    }

    /// The table that this worker's records go into, unless they are scattered.
    pub fn local(&mut self) -> &mut Table<F, V> {
        &mut self.local
    }

    /// The table that records go into, to be saved.
    pub fn filling(&self) -> &Table<F, V> {
        &self.local
    }

    /// After the exchange: the keys that this worker owns.
    pub fn owned(&mut self) -> &mut Table<F, V> {
        &mut self.owned
    }

    /// Ends the batch: takes over from the other workers what they have of
    /// this worker's keys.
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
            let parts = self.meet(worker)?;
            let groups = groups_of(worker.index(), worker.peers());
            for part in &parts {
                self.owned.merge_range(&part.table, groups.clone(), &combine);
            }
            self.end_round(parts.iter().map(|part| part.records).sum(), worker.peers(), combine);
        }
        self.is_past = true;
        Ok(&mut self.owned)
    }

    /// Shows the others what this worker has, and gets what they have, the largest first.
    fn meet(&mut self, worker: &mut Worker) -> Result<Vec<Arc<Part<F, V>>>>
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

    /// A table whose readers are done, emptied; or a new one.
    fn reclaim(&mut self) -> Table<F, V> {
        let free = self.lent.iter().position(|part| Arc::strong_count(part) == 1);
        let part = free.and_then(|at| Arc::into_inner(self.lent.swap_remove(at)));
        part.map_or_else(Table::new, |mut part| {
            part.table.clear();
            part.table
        })
    }

    /// Takes in the last records, and decides by all that have come how those of the next batch go.
    fn end_round(&mut self, records: u64, workers: usize, combine: impl Fn(V, V) -> V) {
        let Some(scatter) = &mut self.scatter else { return };
        scatter.end_round(&mut self.owned, combine);
        // Hashes choose the owners, so the others have about as many keys as this one.
        let keys = (self.owned.len() * workers) as u64;
        self.scatters = is_scattering_better(keys, records).unwrap_or(self.scatters);
        if self.scatters {
            // Without slots: no record is at home there.
            self.local = Table::new();
            self.lent.clear();
        }
    }

    /// Takes in what other workers have sent meanwhile.
    fn receive(&mut self, combine: impl Fn(V, V) -> V) {
        if self.scatters {
            self.forget_past();
            if let Some(scatter) = &mut self.scatter {
                scatter.receive(&mut self.owned, combine);
            }
        }
    }

    /// Makes room for this batch.
    fn forget_past(&mut self) {
        if take(&mut self.is_past) {
            self.owned.clear();
        }
    }
}

/// Whether the records of a batch like this one are better scattered; nothing if it was too small to
/// tell, or empty.
fn is_scattering_better(keys: u64, records: u64) -> Option<bool> {
    let few_for_each = records < keys * FEW_RECORDS;
    match few_for_each {
        true if keys > MANY_KEYS => Some(true),
        false if records > 0 => Some(false),
        _ => None,
    }
}

/// The loop over a page looks for each record in the local table. While records are scattered it
/// finds none there, so it needs not know of that.
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

/// The way of pairs into a table that combines the values of a key.
pub struct TableFeed<'s, 'p, F: KeyFamily, V> {
    op: OperatorId,
    feed: Feed<'s, 'p, F, V, Exchanged<F, V>>,
}

impl<F: KeyFamily, V> TableFeed<'_, '_, F, V> {
    /// Combines a value with what its key has.
    #[inline]
    pub fn push(&mut self, key: impl Key<Family = F>, value: V, combine: impl Fn(V, V) -> V) {
        self.feed.push(key, value, combine);
    }

    /// Ends the loop: what is still on its way arrives.
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
