//! Finds the buckets of keys, and grows the table.

use crate::base::memory;
use crate::data::key::{Interner, KeyFamily, Packed, PackedOf};
use crate::stages::keyed::Table;
use crate::stages::keyed::buckets::{Bucket, vacant};
use crate::stages::keyed::prefetch::prefetch;
use crate::stages::keyed::table::MIN_BITS;

/// The longest allowed distance from a key's home to its bucket. Random keys stay below it. Keys that
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
        let is_here = |bucket: &Bucket<PackedOf<F>, V>| bucket.key == key && bucket.value.is_some();
        let index = match self.buckets.get(home) {
            Some(bucket) if is_here(bucket) => home,
            _ => self.locate_away(key, hash),
        };
        let bucket = &mut self.buckets[index];
        if bucket.value.is_none() {
            bucket.key = key;
            self.len += 1;
        }
        (bucket.value.get_or_insert_with(fresh), &self.interner)
    }

    /// Out of line, so that a key in its home bucket is found by a few inlined instructions.
    #[cold]
    #[inline(never)]
    fn locate_away(&mut self, key: PackedOf<F>, hash: u64) -> usize {
        self.locate(key, hash)
    }

    /// The value of `key`, which must have been packed for this table.
    pub fn get(&self, key: PackedOf<F>) -> Option<&V> {
        self.buckets[self.find(key)?].value.as_ref()
    }

    /// The bucket of `key`, if the table has it.
    pub(super) fn find(&self, key: PackedOf<F>) -> Option<usize> {
        let mut index = self.home(key.hash(self.seed()));
        loop {
            let bucket = self.buckets.get(index)?;
            bucket.value.as_ref()?;
            if bucket.key == key {
                return Some(index);
            }
            index = (index + 1) & self.mask;
        }
    }

    #[inline]
    pub(super) fn prefetch(&self, home: usize) {
        prefetch(self.buckets.as_ptr().wrapping_add(home));
    }

    /// Combines `value` into bucket `home` if the key is there; otherwise returns `value`. `home` may
    /// date from before the table grew: a key is in one bucket only, so a bucket that holds the key is
    /// the right one.
    #[inline]
    pub(super) fn put_at_home(
        &mut self,
        key: PackedOf<F>,
        home: usize,
        value: V,
        combine: impl FnOnce(V, V) -> V,
    ) -> Option<V> {
        if let Some(bucket) = self.buckets.get_mut(home)
            && bucket.value.is_some()
            && bucket.key == key
            && let Some(old) = bucket.value.take()
        {
            bucket.value = Some(combine(old, value));
            return None;
        }
        Some(value)
    }

    /// Combines `value` into the value of a key that may be in any bucket or be new.
    #[inline]
    pub(crate) fn put_anywhere(
        &mut self,
        key: PackedOf<F>,
        value: V,
        combine: impl FnOnce(V, V) -> V,
    ) {
        let index = self.locate(key, key.hash(self.seed()));
        let bucket = &mut self.buckets[index];
        bucket.value = Some(if let Some(old) = bucket.value.take() {
            combine(old, value)
        } else {
            bucket.key = key;
            self.len += 1;
            value
        });
    }

    /// The bucket of `key`, or the vacant bucket where it belongs. If that bucket may not be filled, the
    /// table grows first.
    fn locate(&mut self, key: PackedOf<F>, hash: u64) -> usize {
        loop {
            let mut index = self.home(hash);
            let mut distance = 0;
            while let Some(bucket) = self.buckets.get(index) {
                if bucket.value.is_none() {
                    break;
                }
                if bucket.key == key {
                    return index;
                }
                index = (index + 1) & self.mask;
                distance += 1;
            }
            // A sparse table does not grow because of a long run alone: in it, the cause is bad
            // hashes.
            let crowded = distance > MAX_DISTANCE && self.len > self.buckets.len() / 64;
            if self.len < self.capacity() && !crowded {
                return index;
            }
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let bits = (2 * self.buckets.len()).trailing_zeros();
        self.rebuild(if self.buckets.is_empty() { MIN_BITS } else { bits });
    }

    /// Moves all entries into `1 << bits` new buckets.
    pub(super) fn rebuild(&mut self, bits: u32) {
        let each = size_of::<Bucket<PackedOf<F>, V>>();
        memory::admit(each << bits);
        let fresh = vacant(1 << bits);
        let before = self.buckets.capacity();
        self.shift = u64::BITS - self.skipped_bits - bits;
        self.mask = fresh.len() - 1;
        for bucket in std::mem::replace(&mut self.buckets, fresh) {
            if bucket.value.is_some() {
                let mut index = self.home(bucket.key.hash(self.seed()));
                while self.buckets[index].value.is_some() {
                    index = (index + 1) & self.mask;
                }
                self.buckets[index] = bucket;
            }
        }
        memory::release(each * before);
    }
}
