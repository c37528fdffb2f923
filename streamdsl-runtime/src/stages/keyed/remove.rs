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
        let value = self.buckets[hole].value.take()?;
        self.note_use();
        self.len -= 1;
        let mut index = hole;
        loop {
            index = (index + 1) & self.mask;
            let bucket = &self.buckets[index];
            if bucket.value.is_none() {
                return Some(value);
            }
            // An entry that could not be found behind the hole moves into it.
            let way = index.wrapping_sub(self.home(bucket.key.hash(self.seed()))) & self.mask;
            if way >= index.wrapping_sub(hole) & self.mask {
                self.buckets.swap(hole, index);
                hole = index;
            }
        }
    }

    /// Frees memory of removed entries: buckets if few of them are occupied, and long keys once most
    /// of them are unused. Returns whether the keys were packed again, so that packed keys held
    /// elsewhere are invalid.
    pub(crate) fn tidy(&mut self) -> bool {
        if self.buckets.len() > LARGE && self.len < self.capacity() / 8 {
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
            for bucket in self.buckets.iter_mut().filter(|bucket| bucket.value.is_some()) {
                bucket.key = F::rebase(bucket.key, &old, &mut self.interner);
            }
        }
        self.long_keys = self.interner.len();
    }

    /// The number of buckets that suits the number of keys, as a power of two.
    fn fitting_bits(&self) -> u32 {
        let buckets = (self.len * 3).next_power_of_two().min(self.buckets.len());
        buckets.trailing_zeros().max(MIN_BITS)
    }

    /// Keeps the entries for which `keep` returns true. Keys may be packed again, so packed keys
    /// held elsewhere are invalid afterwards.
    pub fn retain(&mut self, mut keep: impl FnMut(F::View<'_>, &mut V) -> bool) {
        let interner = &self.interner;
        let is_gone = |(index, bucket): (usize, &mut Bucket<PackedOf<F>, V>)| {
            let value = bucket.value.as_mut()?;
            (!keep(F::view(&bucket.key, interner), value)).then_some(index)
        };
        let gone: Vec<usize> = self.buckets.iter_mut().enumerate().filter_map(is_gone).collect();
        if gone.len() > self.len / 4 {
            return self.drop_buckets(&gone);
        }
        let gone: Vec<_> = gone.into_iter().map(|index| self.buckets[index].key).collect();
        for key in gone {
            self.remove(key);
        }
        self.tidy();
    }

    /// Removes the entries in the buckets `gone` by moving all others into new buckets.
    fn drop_buckets(&mut self, gone: &[usize]) {
        self.note_use();
        for &index in gone {
            self.buckets[index].value = None;
        }
        self.len -= gone.len();
        self.intern_anew();
        self.rebuild(self.fitting_bits());
    }
}
