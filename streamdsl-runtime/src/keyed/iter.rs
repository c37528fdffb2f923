//! Reading a table.

use crate::key::{KeyFamily, PackedOf};
use crate::keyed::table::Slot;
use crate::keyed::{Interner, Table};

impl<F: KeyFamily, V> Table<F, V> {
    /// All entries, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (F::View<'_>, &V)> {
        self.slots.iter().filter_map(|slot| {
            let value = slot.value.as_ref()?;
            Some((F::view(&slot.key, &self.interner), value))
        })
    }

    /// All entries, to change their values, in no particular order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (F::View<'_>, &mut V)> {
        let interner = &self.interner;
        self.slots.iter_mut().filter_map(move |Slot { key, value }| {
            let value = value.as_mut()?;
            Some((F::view(key, interner), value))
        })
    }

    /// Takes all entries out, in no particular order; the table is empty afterwards, even if not
    /// all of them were taken.
    pub fn drain(&mut self) -> Drain<'_, F, V> {
        Drain { slots: self.slots.iter_mut(), interner: &self.interner, len: &mut self.len }
    }
}

/// The entries of a table on their way out, see [`Table::drain`].
pub struct Drain<'t, F: KeyFamily, V> {
    slots: std::slice::IterMut<'t, Slot<PackedOf<F>, V>>,
    interner: &'t Interner,
    len: &'t mut usize,
}

impl<'t, F: KeyFamily, V> Iterator for Drain<'t, F, V> {
    type Item = (F::View<'t>, V);

    fn next(&mut self) -> Option<Self::Item> {
        let interner = self.interner;
        self.slots.by_ref().find_map(|Slot { key, value }| {
            let value = value.take()?;
            Some((F::view(key, interner), value))
        })
    }
}

impl<F: KeyFamily, V> Drop for Drain<'_, F, V> {
    fn drop(&mut self) {
        self.slots.by_ref().for_each(|slot| slot.value = None);
        *self.len = 0;
    }
}
