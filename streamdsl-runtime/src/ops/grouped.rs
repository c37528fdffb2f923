//! Keyed tables of a batch: one per worker first, then one per owner of keys.

use std::sync::Arc;

use super::{Pair, Stream};
use crate::error::Result;
use crate::key::{Key, KeyFamily, groups_of};
use crate::keyed::{Feed, PageWindow, Table};
use crate::record::{Column, Record};
use crate::worker::Worker;

/// A table that each worker fills and that is then exchanged by key group, so
/// that each worker holds all there is of the keys it owns.
pub struct Exchanged<F: KeyFamily, V> {
    local: Table<F, V>,
    owned: Table<F, V>,
    /// Tables that other workers may still be reading; they are used again for
    /// later batches, so that their memory stays warm.
    lent: Vec<Arc<Table<F, V>>>,
}

impl<F: KeyFamily, V> Default for Exchanged<F, V> {
    fn default() -> Self {
        Self { local: Table::new(), owned: Table::new(), lent: Vec::new() }
    }
}

impl<F: KeyFamily, V> Exchanged<F, V> {
    /// The table that records of this batch go into.
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
        self.owned.clear();
        if worker.peers() == 1 {
            std::mem::swap(&mut self.local, &mut self.owned);
            return Ok(&mut self.owned);
        }
        let reclaimed = self.reclaim();
        let mine = Arc::new(std::mem::replace(&mut self.local, reclaimed));
        self.lent.push(Arc::clone(&mine));
        let mut parts = worker.all_gather(mine)?;
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        let groups = groups_of(worker.index(), worker.peers());
        for part in parts {
            self.owned.merge_range(&part, groups.clone(), &combine);
        }
        Ok(&mut self.owned)
    }

    /// A table whose readers are done, emptied; or a new one.
    fn reclaim(&mut self) -> Table<F, V> {
        let free = self.lent.iter().position(|table| Arc::strong_count(table) == 1);
        let table = free.and_then(|at| Arc::into_inner(self.lent.swap_remove(at)));
        table.map_or_else(Table::new, |mut table| {
            table.clear();
            table
        })
    }
}

/// Groups the values of each key into a column.
pub struct Groups<F: KeyFamily, C> {
    table: Exchanged<F, C>,
}

impl<F: KeyFamily, C> Default for Groups<F, C> {
    fn default() -> Self {
        Self { table: Exchanged::default() }
    }
}

impl<F: KeyFamily, C: Column> Groups<F, C> {
    /// Takes pairs in.
    pub fn feed<'s, 'p>(&'s mut self, window: PageWindow<'p>) -> GroupFeed<'s, 'p, F, C> {
        GroupFeed { table: self.table.local(), window }
    }

    /// Brings the groups of this worker's keys here.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(&mut self, worker: &mut Worker) -> Result<&mut Table<F, C>> {
        self.table.exchange(worker, |mut values, more| {
            values.append(more);
            values
        })
    }

    /// After the exchange: the groups of this worker's keys.
    pub fn owned(&mut self) -> &mut Table<F, C> {
        self.table.owned()
    }
}

/// The keys of one of two streams, which must be those of the other.
#[diagnostic::on_unimplemented(
    message = "both streams need keys of one type, found `{F}` and `{Self}`",
    label = "the keys differ in their type",
    note = "bring the keys of one stream to the type of the other first: `|> map(|(key, value)| (.., value))`"
)]
pub trait SameKeys<F: KeyFamily>: KeyFamily + Sized {
    /// The same groups, known by the other name of their keys.
    fn same<C>(groups: &mut Groups<Self, C>) -> &mut Groups<F, C>;
}

impl<F: KeyFamily> SameKeys<F> for F {
    fn same<C>(groups: &mut Groups<F, C>) -> &mut Groups<F, C> {
        groups
    }
}

impl<G: KeyFamily, C> Groups<G, C> {
    /// These groups as the second input of a stage with the keys `F`.
    pub fn input<F: KeyFamily>(&mut self) -> &mut Groups<F, C>
    where
        G: SameKeys<F>,
    {
        G::same(self)
    }
}

/// The way of pairs into groups.
pub struct GroupFeed<'s, 'p, F: KeyFamily, C> {
    table: &'s mut Table<F, C>,
    window: PageWindow<'p>,
}

impl<F: KeyFamily, C: Column> GroupFeed<'_, '_, F, C> {
    /// Adds a pair to the group of its key.
    #[inline]
    pub fn store<P>(&mut self, record: P)
    where
        P: Pair<Key: Key<Family = F>, Value: Record<Column = C>>,
    {
        let (key, value) = record.pair();
        self.push(key, value);
    }

    /// Adds a value to the group of its key.
    #[inline]
    pub fn push<K, V>(&mut self, key: K, value: V)
    where
        K: Key<Family = F>,
        V: Record<Column = C>,
    {
        let key = self.table.pack(self.window, key);
        value.store(self.table.entry(key));
    }
}

/// The way of pairs into a table that combines the values of a key.
pub struct TableFeed<'s, 'p, F: KeyFamily, V> {
    op: Stream,
    feed: Feed<'s, 'p, F, V>,
}

impl<'s, 'p, F: KeyFamily, V> TableFeed<'s, 'p, F, V> {
    /// Takes pairs into `table`, on behalf of the operator `op`.
    #[inline]
    pub fn new(op: Stream, table: &'s mut Table<F, V>, window: PageWindow<'p>) -> Self {
        Self { op, feed: table.feed(window) }
    }

    /// Combines a value with what its key has.
    #[inline]
    pub fn push(&mut self, key: impl Key<Family = F>, value: V, combine: impl Fn(V, V) -> V) {
        self.feed.push(key, value, combine);
    }

    /// Ends the loop: what is still on its way arrives.
    pub fn flush(mut self, combine: impl Fn(V, V) -> V) {
        let op = self.op;
        self.feed.flush(|a, b| op.blame(|| combine(a, b)));
    }
}
