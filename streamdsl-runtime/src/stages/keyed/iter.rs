//! Iterates over the entries of a table.

use crate::data::key::Interner;
use crate::data::key::{KeyFamily, PackedOf};
use crate::stages::keyed::Table;
use crate::stages::keyed::buckets::Bucket;

impl<F: KeyFamily, V> Table<F, V> {
    /// All entries, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (F::View<'_>, &V)> {
        self.buckets.iter().filter_map(|bucket| {
            let value = bucket.value.as_ref()?;
            Some((F::view(&bucket.key, &self.interner), value))
        })
    }

    /// All entries, with packed keys.
    pub(crate) fn packed(&self) -> impl Iterator<Item = (&PackedOf<F>, &V)> {
        self.buckets.iter().filter_map(|bucket| Some((&bucket.key, bucket.value.as_ref()?)))
    }

    /// All entries with mutable values, in no particular order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (F::View<'_>, &mut V)> {
        let interner = &self.interner;
        self.buckets.iter_mut().filter_map(move |Bucket { key, value, .. }| {
            let value = value.as_mut()?;
            Some((F::view(key, interner), value))
        })
    }

    /// Moves all entries out of this table into `into`. Keys are packed for the table whose
    /// interner `interner` returns. A table created with [`for_owner`](Self::for_owner) delivers
    /// its entries in the order of their hashes, so another such table is filled from one end of
    /// its memory to the other.
    pub(crate) fn drain_to<T>(
        &mut self,
        into: &mut T,
        interner: impl Fn(&mut T) -> &mut Interner,
        mut put: impl FnMut(&mut T, PackedOf<F>, V),
    ) {
        self.note_use();
        for bucket in &mut self.buckets {
            if let Some(value) = bucket.value.take() {
                let key = F::rebase(bucket.key, &self.interner, interner(into));
                put(into, key, value);
            }
        }
        self.len = 0;
    }

    /// Removes and returns all entries, in no particular order. The table is empty afterwards, even
    /// if the iterator is dropped early.
    pub fn drain(&mut self) -> Drain<'_, F, V> {
        self.note_use();
        Drain { buckets: self.buckets.iter_mut(), interner: &self.interner, len: &mut self.len }
    }
}

/// The iterator over removed entries, returned by [`Table::drain`].
pub struct Drain<'t, F: KeyFamily, V> {
    buckets: std::slice::IterMut<'t, Bucket<PackedOf<F>, V>>,
    interner: &'t Interner,
    len: &'t mut usize,
}

impl<'t, F: KeyFamily, V> Iterator for Drain<'t, F, V> {
    type Item = (F::View<'t>, V);

    fn next(&mut self) -> Option<Self::Item> {
        let interner = self.interner;
        self.buckets.by_ref().find_map(|Bucket { key, value, .. }| {
            let value = value.take()?;
            Some((F::view(key, interner), value))
        })
    }
}

impl<F: KeyFamily, V> Drop for Drain<'_, F, V> {
    fn drop(&mut self) {
        self.buckets.by_ref().for_each(|bucket| bucket.value = None);
        *self.len = 0;
    }
}
