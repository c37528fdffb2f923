//! A hash table of counts, made for short words.

use std::alloc::{Layout, dealloc, handle_alloc_error};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ptr::NonNull;

use rustix::mm::{Advice, madvise};

static MASKS: [u8; 32] = {
    let mut masks = [0; 32];
    let mut at = 0;
    while at < 16 {
        masks[at] = 0xFF;
        at += 1;
    }
    masks
};

/// Up to sixteen bytes, padded with zeros.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Key {
    low: u64,
    high: u64,
}

impl Key {
    /// The key of `len` bytes, of which there are at most sixteen and the last is not zero.
    ///
    /// # Safety
    /// Sixteen bytes must be readable at `place`.
    #[inline]
    pub unsafe fn load(place: *const u8, len: usize) -> Self {
        // SAFETY: as the caller says.
        let [low, high] = unsafe { place.cast::<[u64; 2]>().read_unaligned() };
        // Sixteen bytes from `16 - len` on: `len` ones, then zeros.
        // SAFETY: `len` is at most sixteen.
        let mask = unsafe { MASKS.as_ptr().add(16 - len).cast::<[u64; 2]>().read_unaligned() };
        Self { low: low & mask[0], high: high & mask[1] }
    }

    /// The bytes of the key.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = [self.low.to_le_bytes(), self.high.to_le_bytes()].concat();
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        bytes
    }
}

/// The secrets of the hash, new in each process.
#[derive(Clone, Copy)]
pub struct Seed(u64, u64);

impl Seed {
    /// Seeds from the system.
    pub fn random() -> Self {
        let state = RandomState::new();
        Self(state.hash_one(1) | 1, state.hash_one(2) | 1)
    }

    /// Multiplies the halves of the key and folds the product.
    #[inline]
    pub fn hash(self, key: Key) -> u64 {
        let product = u128::from(key.low ^ self.0) * u128::from(key.high ^ self.1);
        product as u64 ^ (product >> 64) as u64
    }
}

/// Vacant if the count is zero.
#[derive(Clone, Copy)]
#[repr(C)]
struct Slot {
    key: Key,
    count: u64,
}

/// Zeroed slots on huge pages.
struct Slots {
    first: NonNull<Slot>,
    layout: Layout,
}

// SAFETY: the memory is owned, and slots are plain numbers.
unsafe impl Send for Slots {}
// SAFETY: as above; shared references only read.
unsafe impl Sync for Slots {}

impl Slots {
    fn new(count: usize) -> Self {
        let align = if count * size_of::<Slot>() > 1 << 20 { 2 << 20 } else { 64 };
        let Ok(layout) = Layout::from_size_align(count * size_of::<Slot>(), align) else {
            unreachable!("the sizes of tables are small powers of two")
        };
        // SAFETY: the size is not zero; zeros are a valid slot; the advice changes no content.
        unsafe {
            let memory = std::alloc::alloc(layout);
            #[allow(
                clippy::cast_ptr_alignment,
                reason = "the layout is aligned to a line at least"
            )]
            let Some(first) = NonNull::new(memory.cast::<Slot>()) else {
                handle_alloc_error(layout)
            };
            let _ = madvise(memory.cast(), layout.size(), Advice::LinuxHugepage);
            memory.write_bytes(0, layout.size());
            Self { first, layout }
        }
    }
}

impl std::ops::Deref for Slots {
    type Target = [Slot];

    #[inline]
    fn deref(&self) -> &[Slot] {
        // SAFETY: the memory holds that many initialised slots.
        unsafe {
            std::slice::from_raw_parts(self.first.as_ptr(), self.layout.size() / size_of::<Slot>())
        }
    }
}

impl std::ops::DerefMut for Slots {
    #[inline]
    fn deref_mut(&mut self) -> &mut [Slot] {
        // SAFETY: as above, and borrowed exclusively.
        unsafe {
            std::slice::from_raw_parts_mut(
                self.first.as_ptr(),
                self.layout.size() / size_of::<Slot>(),
            )
        }
    }
}

impl Drop for Slots {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.first.as_ptr().cast(), self.layout) };
    }
}

/// Counts of words: linear probing over slots of 24 bytes; words that are longer than a key, or end
/// in NUL, in a map beside.
pub struct Table {
    slots: Slots,
    len: usize,
    shift: u32,
    /// How many high bits of the hash are the same for all words.
    same_bits: u32,
    seed: Seed,
    long: HashMap<Box<[u8]>, u64>,
}

impl Table {
    /// A table of `1 << bits` slots.
    pub fn new(bits: u32, seed: Seed) -> Self {
        Self::of_part(bits, seed, 0)
    }

    /// A table of `1 << bits` slots for words whose hashes have the same `same_bits` high bits.
    pub fn of_part(bits: u32, seed: Seed, same_bits: u32) -> Self {
        let slots = Slots::new(1 << bits);
        Self { slots, len: 0, shift: u64::BITS - bits, same_bits, seed, long: HashMap::new() }
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        ((hash << self.same_bits) >> self.shift) as usize
    }

    /// The number of different words.
    pub fn len(&self) -> usize {
        self.len + self.long.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        for slot in self.slots.iter_mut() {
            slot.count = 0;
        }
        self.len = 0;
        self.long.clear();
    }

    #[inline]
    pub(super) fn seed(&self) -> Seed {
        self.seed
    }

    #[inline]
    pub(super) fn prefetch(&self, hash: u64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let place = self.slots.first.as_ptr().wrapping_add(self.home(hash));
        // SAFETY: a hint, which faults on no address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast()) };
    }

    /// Counts a word `count` times.
    #[inline]
    pub fn add(&mut self, key: Key, hash: u64, count: u64) {
        let home = self.home(hash);
        // SAFETY: the shift leaves as many bits as number the slots.
        let slot = unsafe { &mut *self.slots.first.as_ptr().add(home) };
        if slot.key == key && slot.count != 0 {
            slot.count += count;
        } else {
            self.add_away_from_home(key, home, count);
        }
    }

    #[cold]
    #[inline(never)]
    fn add_away_from_home(&mut self, key: Key, home: usize, count: u64) {
        let mask = self.slots.len() - 1;
        let mut index = home;
        loop {
            let slot = &mut self.slots[index];
            if slot.count == 0 {
                *slot = Slot { key, count };
                self.len += 1;
                break;
            }
            if slot.key == key {
                slot.count += count;
                return;
            }
            index = (index + 1) & mask;
        }
        if self.len > self.slots.len() / 16 * 9 {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let bits = u64::BITS - self.shift + 1;
        let mut grown = Self::of_part(bits, self.seed, self.same_bits);
        for slot in self.slots.iter().filter(|slot| slot.count != 0) {
            grown.add(slot.key, self.seed.hash(slot.key), slot.count);
        }
        grown.long = std::mem::take(&mut self.long);
        *self = grown;
    }

    #[cold]
    #[inline(never)]
    pub(super) fn add_long(&mut self, word: &[u8], count: u64) {
        if let Some(total) = self.long.get_mut(word) {
            *total += count;
        } else {
            self.long.insert(word.into(), count);
        }
    }

    /// Adds the counts of `other` whose hashes lie in the part `part` of `parts`, a power of two;
    /// the words beside the slots belong to part 0.
    pub fn merge_part(&mut self, other: &Self, part: usize, parts: usize) {
        let size = other.slots.len() / parts;
        let homes = part * size..(part + 1) * size;
        let bits = parts.trailing_zeros();
        let seed = self.seed;
        let mine = |slot: &&Slot| {
            let hash = u128::from(seed.hash(slot.key));
            slot.count != 0 && (hash << bits >> u64::BITS) as usize == part
        };
        // Words that found their home taken stand in the run that follows.
        let after = other.slots[homes.end..].iter().chain(&other.slots[..homes.start]);
        let after = after.take_while(|slot| slot.count != 0);
        let mut ring = Ring::default();
        for slot in other.slots[homes].iter().chain(after).filter(mine) {
            ring.push(self, slot.key, slot.count);
        }
        ring.flush(self);
        if part == 0 {
            for (word, &count) in &other.long {
                self.add_long(word, count);
            }
        }
    }

    /// All words with their counts.
    pub fn counts(&self) -> impl Iterator<Item = (Vec<u8>, u64)> + '_ {
        let short = self.slots.iter().filter(|slot| slot.count != 0);
        let short = short.map(|slot| (slot.key.bytes(), slot.count));
        short.chain(self.long.iter().map(|(word, &count)| (word.to_vec(), count)))
    }

    /// The number of words, each as often as it was counted.
    pub fn total(&self) -> u64 {
        let short: u64 = self.slots.iter().map(|slot| slot.count).sum();
        short + self.long.values().sum::<u64>()
    }
}

/// Words between the prefetch of their slot and its use.
#[derive(Default)]
pub struct Ring {
    waiting: [(Key, u64, u64); 32],
    next: usize,
}

impl Ring {
    /// Counts the word that waited longest, and lets this one wait.
    #[inline]
    pub fn push(&mut self, table: &mut Table, key: Key, count: u64) {
        let hash = table.seed().hash(key);
        table.prefetch(hash);
        let place = &mut self.waiting[self.next % 32];
        self.next = self.next.wrapping_add(1);
        let (key, hash, count) = std::mem::replace(place, (key, hash, count));
        if count != 0 {
            table.add(key, hash, count);
        }
    }

    /// Counts all that still wait.
    pub fn flush(&mut self, table: &mut Table) {
        for (key, hash, count) in &mut self.waiting {
            let count = std::mem::take(count);
            if count != 0 {
                table.add(*key, *hash, count);
            }
        }
    }
}
