//! Removes keys from a table, and frees their memory.

use crate::data::key::{KeyFamily, Packed, PackedOf};
use crate::stages::keyed::Table;
use crate::stages::keyed::buckets::Bucket;
use crate::stages::keyed::table::{LARGE, MIN_BITS};

/// The number of unused long keys that are tolerated.
const FEW_LONG_KEYS: usize = 1000;

impl<F: KeyFamily, V> Table<F, V> {
    /// Removes `key`, which must be packed for this table, and returns its value. A long key stays
    /// in the interner until [`tidy`](Self::tidy).
    pub(crate) fn remove(&mut self, key: PackedOf<F>) -> Option<V> {
        let mut hole = self.find(key)?;
        let value = self.slots[hole].value.take()?;
        self.note_use();
        self.len -= 1;
        let mut index = hole;
        loop {
            index = (index + 1) & self.mask;
            let slot = &self.slots[index];
            if slot.value.is_none() {
                return Some(value);
            }
            // An entry that could not be found behind the hole moves into it.
            let way = index.wrapping_sub(self.home(slot.key.hash(self.seed()))) & self.mask;
            if way >= index.wrapping_sub(hole) & self.mask {
                self.slots.swap(hole, index);
                hole = index;
            }
        }
    }

    /// Frees memory of removed entries: slots if few of them are occupied, and long keys once most
    /// of them are unused. Returns whether the keys were packed again, so that packed keys held
    /// elsewhere are invalid.
    pub(crate) fn tidy(&mut self) -> bool {
        if self.slots.len() > LARGE && self.len < self.capacity() / 8 {
            self.rebuild(self.fitting_bits());
        }
        let is_littered = self.interner.len() / 2 > self.long_keys.max(FEW_LONG_KEYS);
        if is_littered {
            self.intern_anew();
        }
        is_littered
    }

    /// Drops the long keys of removed entries.
    fn intern_anew(&mut self) {
        let old = std::mem::take(&mut self.interner);
        if !old.is_empty() {
            for slot in self.slots.iter_mut().filter(|slot| slot.value.is_some()) {
                slot.key = F::rebase(slot.key, &old, &mut self.interner);
            }
        }
        self.long_keys = self.interner.len();
    }

    /// The number of slots that suits the number of keys, as a power of two.
    fn fitting_bits(&self) -> u32 {
        let slots = (self.len * 3).next_power_of_two().min(self.slots.len());
        slots.trailing_zeros().max(MIN_BITS)
    }

    /// Keeps the entries for which `keep` returns true. Keys may be packed again, so packed keys
    /// held elsewhere are invalid afterwards.
    pub fn retain(&mut self, mut keep: impl FnMut(F::View<'_>, &mut V) -> bool) {
        let interner = &self.interner;
        let is_gone = |(index, slot): (usize, &mut Bucket<PackedOf<F>, V>)| {
            let value = slot.value.as_mut()?;
            (!keep(F::view(&slot.key, interner), value)).then_some(index)
        };
        let gone: Vec<usize> = self.slots.iter_mut().enumerate().filter_map(is_gone).collect();
        if gone.len() > self.len / 4 {
            return self.drop_slots(&gone);
        }
        let gone: Vec<_> = gone.into_iter().map(|index| self.slots[index].key).collect();
        for key in gone {
            self.remove(key);
        }
        self.tidy();
    }

    /// Removes the entries in the slots `gone` by moving all others into new slots.
    fn drop_slots(&mut self, gone: &[usize]) {
        self.note_use();
        for &index in gone {
            self.slots[index].value = None;
        }
        self.len -= gone.len();
        self.intern_anew();
        self.rebuild(self.fitting_bits());
    }
}
