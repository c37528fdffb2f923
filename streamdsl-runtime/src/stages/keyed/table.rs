//! The hash table of keyed aggregates.

use std::ops::Range;

use crate::data::key::{GROUP_BITS, KEY_GROUPS, Key, KeyFamily, Packed, PackedOf, Packer, Seed};
use crate::data::key::{Interner, PageBytes};
use crate::stages::keyed::Feed;
use crate::stages::keyed::buckets::{Bucket, vacant};
use crate::stages::keyed::prefetch::prefetch;

/// The smallest number of slots, as a power of two.
pub(super) const MIN_BITS: u32 = 4;

/// The longest way from a key's home to its slot. Random keys stay below it; keys that arrive in
/// the order of their hashes, or from a part of the key groups only, would build runs without end,
/// and make the table grow instead.
const MAX_DISTANCE: usize = 256;

/// A table with more slots than this gives memory back when it is hardly used.
pub(super) const LARGE: usize = 1 << 16;

/// A hash table from keys to values that are combined as records arrive.
///
/// Open addressing with linear probing. A key's home is given by the high bits of its hash, so that
/// the slots of a range of key groups lie side by side and several workers can merge their ranges
/// at the same time. Keys of up to 16 bytes lie in the slots, longer ones in an interner.
///
/// If a combining function panics, the entry it was called for is lost and the table must be
/// cleared before it is used again.
pub struct Table<F: KeyFamily, V> {
    pub(super) slots: Vec<Bucket<PackedOf<F>, V>>,
    pub(super) len: usize,
    pub(super) interner: Interner,
    /// The number of keys that were taken out since the table was cleared.
    used: usize,
    /// How many long keys there were when it was known that all of them are used.
    pub(super) long_keys: usize,
    seed: Seed,
    /// A key's home is `hash >> shift & mask`.
    shift: u32,
    pub(super) mask: usize,
    /// The number of high bits of the hash that do not take part in the choice of the home.
    skipped_bits: u32,
}

impl<F: KeyFamily, V> Default for Table<F, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: KeyFamily, V: Clone> Clone for Table<F, V> {
    fn clone(&self) -> Self {
        Self { slots: self.slots.clone(), interner: self.interner.clone(), ..*self }
    }
}

impl<F: KeyFamily, V> Table<F, V> {
    /// An empty table for keys of all key groups. It allocates with its first key.
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            len: 0,
            interner: Interner::default(),
            used: 0,
            long_keys: 0,
            seed: Seed::of_process(),
            shift: u64::BITS - 1,
            mask: 0,
            skipped_bits: 0,
        }
    }

    /// An empty table for the keys that one worker owns: their hashes share the high bits, so the
    /// homes are chosen by the bits after those.
    pub fn for_owner() -> Self {
        Self { skipped_bits: GROUP_BITS, ..Self::new() }
    }

    /// Chooses the homes anew, if there are no keys yet: by the highest bits of the hashes, or by
    /// those after the key group for keys that one worker owns.
    pub(super) fn choose_homes(&mut self, skipped_bits: u32) {
        if self.is_empty() && self.skipped_bits != skipped_bits {
            self.skipped_bits = skipped_bits;
            if !self.slots.is_empty() {
                self.shift = u64::BITS - skipped_bits - self.slots.len().trailing_zeros();
            }
        }
    }

    /// Lays out this table, if it is empty, in the order of `other`, from which it is going to be
    /// filled.
    pub(crate) fn follow<W>(&mut self, other: &Table<F, W>) {
        self.choose_homes(other.skipped_bits);
    }

    /// An empty table that takes `keys` keys before it grows.
    pub fn with_capacity(keys: usize) -> Self {
        let mut table = Self::new();
        table.reserve(keys);
        table
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of keys that the table takes before it grows.
    pub fn capacity(&self) -> usize {
        load_limit(self.slots.len())
    }

    /// Removes all keys and keeps the memory, unless the table is large and was hardly used since it
    /// was cleared last.
    pub fn clear(&mut self) {
        self.interner.clear();
        self.note_use();
        let used = std::mem::take(&mut self.used);
        let hardly = (1..self.capacity() / 16).contains(&used);
        if hardly && self.slots.len() > LARGE {
            self.slots = Vec::new();
            self.len = 0;
            self.reserve(used * 2);
        } else if self.len > 0 {
            for slot in &mut self.slots {
                slot.value = None;
            }
            self.len = 0;
        }
    }

    /// Remembers how many keys there were, before they go.
    pub(super) fn note_use(&mut self) {
        self.used = self.used.max(self.len);
    }

    /// Makes room for `additional` more keys. Called before keys arrive in the order of another
    /// table, it saves the growing on the way.
    pub fn reserve(&mut self, additional: usize) {
        let keys = self.len + additional;
        if keys > self.capacity() {
            let slots = (keys * 16).div_ceil(9).next_power_of_two();
            self.rebuild(slots.trailing_zeros().max(MIN_BITS));
        }
    }

    /// Packs a key for this table.
    #[inline]
    pub fn pack(&mut self, window: PageBytes<'_>, key: impl Key<Family = F>) -> PackedOf<F> {
        key.pack(&mut Packer::new(window, &mut self.interner))
    }

    /// Combines `value` into the value of `key`, which must have been packed for this table.
    #[inline]
    pub fn upsert(&mut self, key: PackedOf<F>, value: V, combine: impl Fn(V, V) -> V) {
        let home = self.home(key.hash(self.seed));
        if let Some(value) = self.put_at_home(key, home, value, &combine) {
            self.put_anywhere(key, value, combine);
        }
    }

    /// The value of `key`, which must have been packed for this table; a default one if it is new.
    #[inline]
    pub fn entry(&mut self, key: PackedOf<F>) -> &mut V
    where
        V: Default,
    {
        self.entry_with(key, V::default)
    }

    /// The value of `key`, which must have been packed for this table; `fresh()` if it is new.
    #[inline]
    pub fn entry_with(&mut self, key: PackedOf<F>, fresh: impl FnOnce() -> V) -> &mut V {
        self.entry_beside_keys(key, fresh).0
    }

    /// As [`entry_with`](Self::entry_with), and the interner with which keys are read meanwhile.
    #[inline]
    pub(crate) fn entry_beside_keys(
        &mut self,
        key: PackedOf<F>,
        fresh: impl FnOnce() -> V,
    ) -> (&mut V, &Interner) {
        let hash = key.hash(self.seed);
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

    /// Out of line, so that what is at home is found by a few inlined instructions.
    #[cold]
    #[inline(never)]
    fn locate_away(&mut self, key: PackedOf<F>, hash: u64) -> usize {
        self.locate(key, hash)
    }

    /// The value of `key`, which must have been packed for this table.
    pub fn get(&self, key: PackedOf<F>) -> Option<&V> {
        self.slots[self.find(key)?].value.as_ref()
    }

    /// The slot of `key`, if it is there.
    pub(super) fn find(&self, key: PackedOf<F>) -> Option<usize> {
        let mut index = self.home(key.hash(self.seed));
        loop {
            let slot = self.slots.get(index)?;
            slot.value.as_ref()?;
            if slot.key == key {
                return Some(index);
            }
            index = (index + 1) & self.mask;
        }
    }

    /// Starts feeding records that lie in the page of `window`.
    #[inline]
    pub fn feed<'t, 'p>(&'t mut self, window: PageBytes<'p>) -> Feed<'t, 'p, F, V> {
        Feed::new(self, window)
    }

    /// The interner of the long keys.
    pub fn interner(&self) -> &Interner {
        &self.interner
    }

    /// The interner of the long keys, to pack more of them.
    pub(crate) fn interner_mut(&mut self) -> &mut Interner {
        &mut self.interner
    }

    /// The seed of the hashes.
    #[inline]
    pub(super) fn seed(&self) -> Seed {
        self.seed
    }

    #[inline]
    pub(super) fn home(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize & self.mask
    }

    /// The slots that are home to the keys of `groups`, and perhaps to others.
    pub(super) fn homes(&self, groups: &Range<usize>) -> Range<usize> {
        if self.slots.is_empty() || self.skipped_bits > 0 {
            return 0..self.slots.len();
        }
        let first = |group: usize| self.home((group as u64) << (u64::BITS - GROUP_BITS));
        // In a small table several groups share a home.
        let end = if groups.end < KEY_GROUPS { first(groups.end) + 1 } else { self.slots.len() };
        first(groups.start)..end
    }

    #[inline]
    pub(super) fn prefetch(&self, home: usize) {
        prefetch(self.slots.as_ptr().wrapping_add(home));
    }

    /// Combines `value` into the key's home if the key is there; gives it back otherwise. The home
    /// may be that of before the table grew: a key is in one slot only, so where it is found is
    /// right.
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

    /// Combines `value` into the value of a key that may be anywhere, or in no place yet.
    #[inline]
    pub(crate) fn put_anywhere(
        &mut self,
        key: PackedOf<F>,
        value: V,
        combine: impl FnOnce(V, V) -> V,
    ) {
        let index = self.locate(key, key.hash(self.seed));
        let slot = &mut self.slots[index];
        slot.value = Some(if let Some(old) = slot.value.take() {
            combine(old, value)
        } else {
            slot.key = key;
            self.len += 1;
            value
        });
    }

    /// The slot of `key`, or the vacant slot where it belongs: the table grows if it must before
    /// that slot may be filled.
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
            // Sparse tables never grow for a long run alone: then the hashes are to blame.
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

    /// Moves all entries into `1 << bits` fresh slots.
    pub(super) fn rebuild(&mut self, bits: u32) {
        let fresh = vacant(1 << bits);
        self.shift = u64::BITS - self.skipped_bits - bits;
        self.mask = fresh.len() - 1;
        for slot in std::mem::replace(&mut self.slots, fresh) {
            if slot.value.is_some() {
                let mut index = self.home(slot.key.hash(self.seed));
                while self.slots[index].value.is_some() {
                    index = (index + 1) & self.mask;
                }
                self.slots[index] = slot;
            }
        }
    }
}

/// The number of keys that `slots` slots take: nine sixteenths, where runs are still short.
fn load_limit(slots: usize) -> usize {
    slots / 16 * 9
}
