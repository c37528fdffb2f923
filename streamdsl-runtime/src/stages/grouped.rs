//! Groups the values of a batch by key.

use crate::base::error::Result;
use crate::base::memory::Memory;
use crate::data::key::Key;
use crate::data::key::PageBytes;
use crate::data::key::{KeyFamily, PackedOf, Packer};
use crate::data::place::Place;
use crate::data::record::Column;
use crate::job::worker::Worker;
use crate::stages::keyed::{Grouping, Table};
use crate::stages::routed::{PairFeed, Routed};

/// Groups the pairs of a batch by their keys.
pub struct Groups<F: KeyFamily, C> {
    pairs: Routed<F, C>,
    /// The number of each key's group. The keys are packed with those of the pairs.
    numbers: Table<F, usize>,
    grouping: Grouping,
}

/// The values of one key.
pub struct Group<'g, C> {
    members: &'g [usize],
    values: &'g C,
}

impl<F: KeyFamily, C: Column> Groups<F, C> {
    /// Returns an object without groups.
    pub fn new(worker: &Worker) -> Self {
        Self {
            pairs: Routed::new(worker),
            numbers: Table::for_owner(),
            grouping: Grouping::default(),
        }
    }

    /// Says where the pairs of the next feed stand in the order of the stream.
    pub fn begin_run(&mut self, place: Place) {
        self.pairs.begin_run(place);
    }

    /// Returns the feed for pairs.
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, C> {
        self.pairs.feed(window)
    }

    /// Ends the batch: gets the pairs of this worker's keys and groups them.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub fn exchange(&mut self, worker: &mut Worker) -> Result<()> {
        self.pairs.exchange(worker)?;
        self.numbers.clear();
        self.grouping.clear();
        let keys = self.pairs.pairs().keys();
        for section in self.pairs.order() {
            for (at, &key) in section.records.clone().zip(&keys[section.records.clone()]) {
                self.numbers.fetch_ahead(keys, at);
                let group = *self.numbers.entry_with(key, || self.grouping.open());
                self.grouping.put(group);
            }
        }
        self.grouping.sort(self.pairs.order());
        Ok(())
    }

    /// Returns how much memory the pairs and groups take.
    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let groups = self.numbers.usage() + self.grouping.usage();
        self.pairs.kept() + groups.spare()
    }

    /// After the exchange: returns the groups of this worker's keys.
    pub fn iter(&self) -> impl Iterator<Item = (F::View<'_>, Group<'_, C>)> {
        self.numbers.packed().map(|(key, &number)| (self.view(key), self.group(number)))
    }

    /// Returns the keys, each with the number of its group.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (&PackedOf<F>, usize)> {
        self.numbers.packed().map(|(key, &number)| (key, number))
    }

    /// Returns the number of the group with this key. The key may come from other groups.
    pub(crate) fn find(&mut self, key: &F::View<'_>) -> Option<usize> {
        let key = key.pack(&mut Packer::new(PageBytes::none(), self.pairs.keys_mut()));
        self.numbers.get(key).copied()
    }

    /// Returns the view of a key of these groups.
    pub(crate) fn view<'g>(&'g self, key: &'g PackedOf<F>) -> F::View<'g> {
        F::view(key, self.pairs.keys())
    }

    /// Returns the group with this number.
    pub(crate) fn group(&self, number: usize) -> Group<'_, C> {
        Group { members: self.grouping.members(number), values: self.pairs.pairs().values() }
    }
}

impl<'g, C: Column> Group<'g, C> {
    /// Returns the number of values.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Returns the value at `index`; `None` beyond the end.
    pub fn get(&self, index: usize) -> Option<C::View<'g>> {
        self.values.get(*self.members.get(index)?)
    }

    /// Returns all values in the order of the stream.
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

/// Ensures that the keys of two streams have the same type.
#[diagnostic::on_unimplemented(
    message = "both streams must have keys of the same type, found `{F}` and `{Self}`",
    label = "the keys have different types",
    note = "convert the keys of one stream first: `|> map(|(key, value)| (.., value))`"
)]
pub trait SameKeys<F: KeyFamily>: KeyFamily + Sized {
    /// Returns the same groups with the other name of the type of their keys.
    fn same<C>(groups: &mut Groups<Self, C>) -> &mut Groups<F, C>;
}

impl<F: KeyFamily> SameKeys<F> for F {
    fn same<C>(groups: &mut Groups<F, C>) -> &mut Groups<F, C> {
        groups
    }
}

/// The second input of a stage that brings two streams of pairs together.
pub struct OtherInput<'g, G: KeyFamily, C>(&'g mut Groups<G, C>);

impl<'g, G: KeyFamily, C> OtherInput<'g, G, C> {
    /// Returns the groups under the name `F` of the type of their keys.
    pub(crate) fn groups<F: KeyFamily>(self) -> &'g mut Groups<F, C>
    where
        G: SameKeys<F>,
    {
        G::same(self.0)
    }
}

impl<G: KeyFamily, C> Groups<G, C> {
    /// Returns these groups as the second input of a stage. The stage compares the types of keys:
    /// only there, both are known.
    pub fn input(&mut self) -> OtherInput<'_, G, C> {
        OtherInput(self)
    }
}
