//! The values of each key of a batch, in columns.

use super::Pair;
use super::exchanged::Exchanged;
use crate::error::Result;
use crate::key::{Key, KeyFamily};
use crate::keyed::{PageWindow, Table};
use crate::record::{Column, Record};
use crate::worker::Worker;

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
