//! The values of each key of a batch.

use crate::base::error::Result;
use crate::data::key::Key;
use crate::data::key::PageBytes;
use crate::data::key::{KeyFamily, PackedOf, Packer};
use crate::data::record::Column;
use crate::job::worker::Worker;
use crate::stages::keyed::{Grouping, Table};
use crate::stages::routed::{PairFeed, Routed};

/// Groups the pairs of a batch by their keys.
pub struct Groups<F: KeyFamily, C> {
    pairs: Routed<F, C>,
    /// The number of each key's group. The keys are packed as those of the pairs are.
    numbers: Table<F, usize>,
    grouping: Grouping,
}

/// The values of one key.
pub struct Group<'g, C> {
    members: &'g [usize],
    values: &'g C,
}

impl<F: KeyFamily, C: Column> Groups<F, C> {
    /// No groups yet.
    pub fn new(worker: &Worker) -> Self {
        Self {
            pairs: Routed::new(worker),
            numbers: Table::for_owner(),
            grouping: Grouping::default(),
        }
    }

    /// Takes pairs in.
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        self.pairs.feed(window)
    }

    /// Ends the batch: brings the pairs of this worker's keys here, and groups them.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(&mut self, worker: &mut Worker) -> Result<()> {
        self.pairs.exchange(worker)?;
        self.numbers.clear();
        self.grouping.clear();
        let keys = self.pairs.pairs().keys();
        for (at, &key) in keys.iter().enumerate() {
            self.numbers.fetch_ahead(keys, at);
            let group = *self.numbers.entry_with(key, || self.grouping.open());
            self.grouping.put(group);
        }
        self.grouping.sort();
        Ok(())
    }

    /// After the exchange: the groups of this worker's keys.
    pub fn iter(&self) -> impl Iterator<Item = (F::View<'_>, Group<'_, C>)> {
        self.numbers.packed().map(|(key, &number)| (self.view(key), self.group(number)))
    }

    /// The keys, each with the number of its group.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (&PackedOf<F>, usize)> {
        self.numbers.packed().map(|(key, &number)| (key, number))
    }

    /// The number of the group with this key, which may be one of others.
    pub(crate) fn find(&mut self, key: &F::View<'_>) -> Option<usize> {
        let key = key.pack(&mut Packer::new(PageBytes::none(), self.pairs.keys_mut()));
        self.numbers.get(key).copied()
    }

    /// A key of these groups.
    pub(crate) fn view<'g>(&'g self, key: &'g PackedOf<F>) -> F::View<'g> {
        F::view(key, self.pairs.keys())
    }

    /// The group with this number.
    pub(crate) fn group(&self, number: usize) -> Group<'_, C> {
        Group { members: self.grouping.members(number), values: self.pairs.pairs().values() }
    }
}

impl<'g, C: Column> Group<'g, C> {
    /// The number of values.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The value at `index`; `None` beyond the end.
    pub fn get(&self, index: usize) -> Option<C::View<'g>> {
        self.values.get(*self.members.get(index)?)
    }

    /// All values in the order of their arrival on each worker.
    pub fn iter(&self) -> impl Iterator<Item = C::View<'g>> + use<'g, C> {
        let values = self.values;
        self.members.iter().filter_map(move |&member| values.get(member))
    }
}

impl<C> Clone for Group<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Group<'_, C> {}

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
