//! The hash table of keyed aggregates.

use std::ops::Range;

use crate::base::memory::Usage;
use crate::data::key::{GROUP_BITS, KEY_GROUPS, Key, KeyFamily, PackedOf, Packer, Seed};
use crate::data::key::{Interner, PageBytes};
use crate::stages::keyed::Feed;
use crate::stages::keyed::buckets::Bucket;

/// The smallest number of buckets, as a power of two.
pub(super) const MIN_BITS: u32 = 4;

/// The number of buckets from which the memory of all values is estimated.
const SAMPLE: usize = 512;

/// A table with more buckets than this frees memory when it is hardly used.
pub(super) const LARGE: usize = 1 << 16;

/// A hash table from keys to values that are combined as records arrive.
///
/// It uses open addressing with linear probing. The high bits of a key's hash select its home bucket.
/// So the buckets of a range of key groups lie side by side, and several workers can merge their
/// ranges at the same time. Texts of up to 16 bytes lie in the buckets, longer ones in an interner.
///
/// If a combiner panics, the entry it was called for is lost, and the table must be cleared before
/// it is used again.
pub struct Table<F: KeyFamily, V> {
    pub(super) buckets: Vec<Bucket<PackedOf<F>, V>>,
    pub(super) len: usize,
    pub(super) interner: Interner,
    /// The largest number of keys since the table was cleared.
    used: usize,
    /// The number of long keys when all of them were last known to be in use.
    pub(super) long_keys: usize,
    seed: Seed,
    /// A key's home is `hash >> shift & mask`.
    pub(super) shift: u32,
    pub(super) mask: usize,
    /// The number of high bits of the hash that are not used to select the home.
    pub(super) skipped_bits: u32,
}

impl<F: KeyFamily, V> Default for Table<F, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: KeyFamily, V: Clone> Clone for Table<F, V> {
    fn clone(&self) -> Self {
        Self { buckets: self.buckets.clone(), interner: self.interner.clone(), ..*self }
    }
}

impl<F: KeyFamily, V> Table<F, V> {
    /// An empty table for keys of all key groups. It allocates memory with its first key.
    pub fn new() -> Self {
        Self {
            buckets: Vec::new(),
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

    /// An empty table for the keys that one worker owns. Their hashes share the high bits, so the
    /// bits after these select the home buckets.
    pub fn for_owner() -> Self {
        Self { skipped_bits: GROUP_BITS, ..Self::new() }
    }

    /// Changes how homes are chosen, if the table is empty: by the highest bits of the hashes, or
    /// by the bits after the key group for keys that one worker owns.
    pub(super) fn choose_homes(&mut self, skipped_bits: u32) {
        if self.is_empty() && self.skipped_bits != skipped_bits {
            self.skipped_bits = skipped_bits;
            if !self.buckets.is_empty() {
                self.shift = u64::BITS - skipped_bits - self.buckets.len().trailing_zeros();
            }
        }
    }

    /// Uses the layout of `other`, if this table is empty, because it will be filled from `other`.
    pub(crate) fn follow<W>(&mut self, other: &Table<F, W>) {
        self.choose_homes(other.skipped_bits);
    }

    /// An empty table with room for `keys` keys before it grows.
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

    /// The number of keys that fit before the table grows.
    pub fn capacity(&self) -> usize {
        load_limit(self.buckets.len())
    }

    /// Returns how much memory the table takes, without what its values own elsewhere.
    pub(crate) fn usage(&self) -> Usage {
        let each = size_of::<Bucket<PackedOf<F>, V>>();
        // About half of the buckets are in use when the table grows.
        let buckets = Usage {
            used: (2 * self.len).min(self.buckets.len()) * each,
            reserved: self.buckets.capacity() * each,
        };
        buckets + self.interner.usage()
    }

    /// Estimates what the values own elsewhere from some of them; `heap_size` returns it for one
    /// value.
    pub(crate) fn heap(&self, heap_size: impl Fn(&V) -> usize) -> Usage {
        let step = (self.buckets.len() / SAMPLE).max(1);
        let some = self.buckets.iter().step_by(step).filter_map(|bucket| bucket.value.as_ref());
        let (mut count, mut bytes) = (0, 0);
        for value in some {
            count += 1;
            bytes += heap_size(value);
        }
        let all = bytes as u128 * self.len as u128 / u128::max(count, 1);
        Usage::default().with(usize::try_from(all).unwrap_or(usize::MAX))
    }

    /// Removes all keys but keeps the memory, unless the table is large and has hardly been used
    /// since it was last cleared.
    pub fn clear(&mut self) {
        self.interner.clear();
        self.note_use();
        let used = std::mem::take(&mut self.used);
        let hardly = (1..self.capacity() / 16).contains(&used);
        if hardly && self.buckets.len() > LARGE {
            self.buckets = Vec::new();
            self.len = 0;
            self.reserve(used * 2);
        } else if self.len > 0 {
            for bucket in &mut self.buckets {
                bucket.value = None;
            }
            self.len = 0;
        }
    }

    /// Records the number of keys before some are removed.
    pub(super) fn note_use(&mut self) {
        self.used = self.used.max(self.len);
    }

    /// Makes room for `additional` more keys. Before keys arrive in the order of another table,
    /// this avoids growing several times.
    pub fn reserve(&mut self, additional: usize) {
        let keys = self.len + additional;
        if keys > self.capacity() {
            let buckets = (keys * 16).div_ceil(9).next_power_of_two();
            self.rebuild(buckets.trailing_zeros().max(MIN_BITS));
        }
    }

    /// Packs a key for this table.
    #[inline]
    pub fn pack(&mut self, page: PageBytes<'_>, key: impl Key<Family = F>) -> PackedOf<F> {
        key.pack(&mut Packer::new(page, &mut self.interner))
    }

    /// Starts feeding records that lie in `page`.
    #[inline]
    pub fn feed<'t, 'p>(&'t mut self, page: PageBytes<'p>) -> Feed<'t, 'p, F, V> {
        Feed::new(self, page)
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

    /// The home buckets of the keys of `groups`, and perhaps of other keys.
    pub(super) fn homes(&self, groups: &Range<usize>) -> Range<usize> {
        if self.buckets.is_empty() || self.skipped_bits > 0 {
            return 0..self.buckets.len();
        }
        let first = |group: usize| self.home((group as u64) << (u64::BITS - GROUP_BITS));
        // In a small table, several groups share a home bucket.
        let end = if groups.end < KEY_GROUPS { first(groups.end) + 1 } else { self.buckets.len() };
        first(groups.start)..end
    }
}

/// The number of keys that `buckets` buckets take: nine sixteenths of the buckets, because runs are still
/// short at that load.
fn load_limit(buckets: usize) -> usize {
    buckets / 16 * 9
}
