//! Finds the slots of keys, and grows the table.

use crate::data::key::{Interner, KeyFamily, Packed, PackedOf};
use crate::stages::keyed::Table;
use crate::stages::keyed::buckets::{Bucket, vacant};
use crate::stages::keyed::prefetch::prefetch;
use crate::stages::keyed::table::MIN_BITS;

/// The longest allowed distance from a key's home to its slot. Random keys stay below it. Keys that
/// arrive in the order of their hashes, or from a few key groups only, would build ever longer
/// runs; the table then grows instead.
const MAX_DISTANCE: usize = 256;

impl<F: KeyFamily, V> Table<F, V> {
    /// Combines `value` into the value of `key`, which must have been packed for this table.
    #[inline]
    pub fn upsert(&mut self, key: PackedOf<F>, value: V, combine: impl Fn(V, V) -> V) {
        let home = self.home(key.hash(self.seed()));
        if let Some(value) = self.put_at_home(key, home, value, &combine) {
            self.put_anywhere(key, value, combine);
        }
    }

    /// The value of `key`, which must be packed for this table. A new key gets the default value.
    #[inline]
    pub fn entry(&mut self, key: PackedOf<F>) -> &mut V
    where
        V: Default,
    {
        self.entry_with(key, V::default)
    }

    /// The value of `key`, which must be packed for this table. A new key gets the value of
    /// `fresh()`.
    #[inline]
    pub fn entry_with(&mut self, key: PackedOf<F>, fresh: impl FnOnce() -> V) -> &mut V {
        self.entry_beside_keys(key, fresh).0
    }

    /// The same as [`entry_with`](Self::entry_with), together with the interner for reading keys
    /// meanwhile.
    #[inline]
    pub(crate) fn entry_beside_keys(
        &mut self,
        key: PackedOf<F>,
        fresh: impl FnOnce() -> V,
    ) -> (&mut V, &Interner) {
        let hash = key.hash(self.seed());
        let home = self.home(hash);
        let is_here = |slot: &Bucket<PackedOf<F>, V>| slot.key == key && slot.value.is_some();
        let index = match self.slots.get(home) {
            Some(slot) if is_here(slot) => home,
            _ => self.locate_away(key, hash),
        };
        let slot = &mut self.slots[index];
        if slot.value.is_none() {
            slot.key = key;
            self.len += 1;
        }
        (slot.value.get_or_insert_with(fresh), &self.interner)
    }

    /// Out of line, so that a key in its home slot is found by a few inlined instructions.
    #[cold]
    #[inline(never)]
    fn locate_away(&mut self, key: PackedOf<F>, hash: u64) -> usize {
        self.locate(key, hash)
    }

    /// The value of `key`, which must have been packed for this table.
    pub fn get(&self, key: PackedOf<F>) -> Option<&V> {
        self.slots[self.find(key)?].value.as_ref()
    }

    /// The slot of `key`, if the table has it.
    pub(super) fn find(&self, key: PackedOf<F>) -> Option<usize> {
        let mut index = self.home(key.hash(self.seed()));
        loop {
            let slot = self.slots.get(index)?;
            slot.value.as_ref()?;
            if slot.key == key {
                return Some(index);
            }
            index = (index + 1) & self.mask;
        }
    }

    #[inline]
    pub(super) fn prefetch(&self, home: usize) {
        prefetch(self.slots.as_ptr().wrapping_add(home));
    }

    /// Combines `value` into slot `home` if the key is there; otherwise returns `value`. `home` may
    /// date from before the table grew: a key is in one slot only, so a slot that holds the key is
    /// the right one.
    #[inline]
    pub(super) fn put_at_home(
        &mut self,
        key: PackedOf<F>,
        home: usize,
        value: V,
        combine: impl FnOnce(V, V) -> V,
    ) -> Option<V> {
        if let Some(slot) = self.slots.get_mut(home)
            && slot.value.is_some()
            && slot.key == key
            && let Some(old) = slot.value.take()
        {
            slot.value = Some(combine(old, value));
            return None;
        }
        Some(value)
    }

    /// Combines `value` into the value of a key that may be in any slot or be new.
    #[inline]
    pub(crate) fn put_anywhere(
        &mut self,
        key: PackedOf<F>,
        value: V,
        combine: impl FnOnce(V, V) -> V,
    ) {
        let index = self.locate(key, key.hash(self.seed()));
        let slot = &mut self.slots[index];
        slot.value = Some(if let Some(old) = slot.value.take() {
            combine(old, value)
        } else {
            slot.key = key;
            self.len += 1;
            value
        });
    }

    /// The slot of `key`, or the vacant slot where it belongs. If that slot may not be filled, the
    /// table grows first.
    fn locate(&mut self, key: PackedOf<F>, hash: u64) -> usize {
        loop {
            let mut index = self.home(hash);
            let mut distance = 0;
            while let Some(slot) = self.slots.get(index) {
                if slot.value.is_none() {
                    break;
                }
                if slot.key == key {
                    return index;
                }
                index = (index + 1) & self.mask;
                distance += 1;
            }
            // A sparse table does not grow because of a long run alone: in it, the cause is bad
            // hashes.
            let crowded = distance > MAX_DISTANCE && self.len > self.slots.len() / 64;
            if self.len < self.capacity() && !crowded {
                return index;
            }
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let bits = (2 * self.slots.len()).trailing_zeros();
        self.rebuild(if self.slots.is_empty() { MIN_BITS } else { bits });
    }

    /// Moves all entries into `1 << bits` new slots.
    pub(super) fn rebuild(&mut self, bits: u32) {
        let fresh = vacant(1 << bits);
        self.shift = u64::BITS - self.skipped_bits - bits;
        self.mask = fresh.len() - 1;
        for slot in std::mem::replace(&mut self.slots, fresh) {
            if slot.value.is_some() {
                let mut index = self.home(slot.key.hash(self.seed()));
                while self.slots[index].value.is_some() {
                    index = (index + 1) & self.mask;
                }
                self.slots[index] = slot;
            }
        }
    }
}
