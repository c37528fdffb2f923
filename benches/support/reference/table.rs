//! A hash table for keys that lie in its slots: short words, numbers, or both.

use std::alloc::{Layout, dealloc, handle_alloc_error};
use std::hash::{BuildHasher, Hash, RandomState};
use std::ptr::NonNull;
use std::sync::OnceLock;

use hashbrown::hash_map::EntryRef;
use hashbrown::{Equivalent, HashMap};
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

/// A key that lies in a slot. No key is equal to the default one, which marks a vacant slot.
pub trait SlotKey: Copy + Eq + Default {
    /// What stands for a key that does not fit into a slot.
    type Long: Eq + Hash;

    /// The place of the key, as a number of 64 bits.
    fn hash(self, seed: Seed) -> u64;
}

/// Up to sixteen bytes, padded with zeros: a word that is not empty and does not end in NUL.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Key {
    pub(super) low: u64,
    pub(super) high: u64,
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

static OF_PROCESS: OnceLock<Seed> = OnceLock::new();

/// The secrets of the hash, new in each process.
#[derive(Clone, Copy)]
pub struct Seed(u64, u64);

impl Seed {
    /// The seed of this process, from the system unless [`fix`](Self::fix) was called.
    pub fn of_process() -> Self {
        *OF_PROCESS.get_or_init(|| {
            let state = RandomState::new();
            Self(state.hash_one(1) | 1, state.hash_one(2) | 1)
        })
    }

    /// Sets the seed of this process to a known value, so that instructions can be compared.
    /// Returns `false`, and changes nothing, if the process already has a seed.
    pub fn fix(a: u64, b: u64) -> bool {
        OF_PROCESS.set(Self(a | 1, b | 1)).is_ok()
    }

    /// Multiplies two numbers, each with its secret, and folds the product.
    #[inline]
    pub fn fold(self, low: u64, high: u64) -> u64 {
        let product = u128::from(low ^ self.0) * u128::from(high ^ self.1);
        product as u64 ^ (product >> 64) as u64
    }

    /// Multiplies a number by a secret.
    #[inline]
    pub fn spread(self, number: u64) -> u64 {
        number.wrapping_mul(self.1)
    }
}

impl SlotKey for Key {
    type Long = Box<[u8]>;

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        seed.fold(self.low, self.high)
    }
}

/// A key and its value; vacant if the key is the default one.
#[derive(Clone, Copy, Default)]
#[repr(C)]
struct Slot<K, V> {
    key: K,
    value: V,
}

/// Slots on huge pages.
struct Slots<S> {
    first: NonNull<S>,
    layout: Layout,
}

// SAFETY: the memory is owned.
unsafe impl<S: Send> Send for Slots<S> {}
// SAFETY: as above; shared references only read.
unsafe impl<S: Sync> Sync for Slots<S> {}

impl<S: Copy + Default> Slots<S> {
    /// `count` vacant slots.
    fn new(count: usize) -> Self {
        let align = if count * size_of::<S>() > 1 << 20 { 2 << 20 } else { 64 };
        let Ok(layout) = Layout::from_size_align(count * size_of::<S>(), align) else {
            unreachable!("the sizes of tables are small powers of two")
        };
        // SAFETY: the size is not zero; the advice changes no content; each slot lies within the
        // memory, which is aligned to a line at least.
        unsafe {
            let memory = std::alloc::alloc(layout);
            let Some(first) = NonNull::new(memory.cast::<S>()) else { handle_alloc_error(layout) };
            let _ = madvise(memory.cast(), layout.size(), Advice::LinuxHugepage);
            (0..count).for_each(|at| first.add(at).write(S::default()));
            Self { first, layout }
        }
    }
}

impl<S> std::ops::Deref for Slots<S> {
    type Target = [S];

    #[inline]
    fn deref(&self) -> &[S] {
        // SAFETY: the memory holds that many initialised slots.
        unsafe {
            std::slice::from_raw_parts(self.first.as_ptr(), self.layout.size() / size_of::<S>())
        }
    }
}

impl<S> std::ops::DerefMut for Slots<S> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [S] {
        // SAFETY: as above, and borrowed exclusively.
        unsafe {
            std::slice::from_raw_parts_mut(self.first.as_ptr(), self.layout.size() / size_of::<S>())
        }
    }
}

impl<S> Drop for Slots<S> {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.first.as_ptr().cast(), self.layout) };
    }
}

/// Values of keys, counts of words if nothing else is said: linear probing over slots that are at
/// most 9/16 full; keys that do not fit into a slot are in a map beside.
pub struct Table<K: SlotKey = Key, V = u64> {
    slots: Slots<Slot<K, V>>,
    len: usize,
    shift: u32,
    /// How many high bits of the hash are the same for all keys.
    same_bits: u32,
    seed: Seed,
    long: HashMap<K::Long, V>,
}

impl<K: SlotKey, V: Copy + Default> Table<K, V> {
    /// A table of `1 << bits` slots.
    pub fn new(bits: u32, seed: Seed) -> Self {
        Self::of_part(bits, seed, 0)
    }

    /// A table that takes `keys` keys before it grows.
    pub fn for_keys(keys: usize) -> Self {
        Self::new((keys * 2).next_power_of_two().trailing_zeros(), Seed::of_process())
    }

    /// A table of `1 << bits` slots for keys whose hashes have the same `same_bits` high bits.
    pub fn of_part(bits: u32, seed: Seed, same_bits: u32) -> Self {
        let slots = Slots::new(1 << bits);
        Self { slots, len: 0, shift: u64::BITS - bits, same_bits, seed, long: HashMap::new() }
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        ((hash << self.same_bits) >> self.shift) as usize
    }

    /// The number of different keys.
    pub fn len(&self) -> usize {
        self.len + self.long.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all keys and keeps the memory.
    pub fn clear(&mut self) {
        for slot in self.slots.iter_mut() {
            slot.key = K::default();
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

    /// The value of a key; a default one if it is new.
    #[inline]
    pub fn value(&mut self, key: K, hash: u64) -> &mut V {
        let home = self.home(hash);
        // SAFETY: the shift leaves as many bits as number the slots.
        let slot = unsafe { &mut *self.slots.first.as_ptr().add(home) };
        if slot.key == key { &mut slot.value } else { self.value_away_from_home(key, home) }
    }

    #[cold]
    #[inline(never)]
    fn value_away_from_home(&mut self, key: K, home: usize) -> &mut V {
        let slots = &self.slots[..];
        let mut index = home;
        let is_new = loop {
            let slot = &slots[index];
            if slot.key == K::default() {
                break true;
            }
            if slot.key == key {
                break false;
            }
            index = (index + 1) & (slots.len() - 1);
        };
        if is_new {
            if self.len == slots.len() / 16 * 9 {
                self.grow();
                return self.value(key, key.hash(self.seed));
            }
            self.len += 1;
            self.slots[index] = Slot { key, value: V::default() };
        }
        &mut self.slots[index].value
    }

    #[cold]
    fn grow(&mut self) {
        self.rebuild(u64::BITS - self.shift + 1, |_| true);
    }

    /// Moves the keys in slots whose values are to be kept into `1 << bits` fresh slots.
    fn rebuild(&mut self, bits: u32, keep: impl Fn(&V) -> bool) {
        let mut fresh = Self::of_part(bits, self.seed, self.same_bits);
        for slot in self.slots.iter().filter(|slot| slot.key != K::default() && keep(&slot.value)) {
            *fresh.value(slot.key, slot.key.hash(self.seed)) = slot.value;
        }
        fresh.long = std::mem::take(&mut self.long);
        *self = fresh;
    }

    /// Forgets the keys whose values are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        self.rebuild(u64::BITS - self.shift, &keep);
        self.long.retain(|_, value| keep(value));
    }

    /// The value of a key that does not fit into a slot; a default one if it is new.
    #[cold]
    #[inline(never)]
    pub fn long_value<Q>(&mut self, key: &Q) -> &mut V
    where
        Q: Equivalent<K::Long> + Hash + ?Sized,
        K::Long: for<'k> From<&'k Q>,
    {
        match self.long.entry_ref(key) {
            EntryRef::Occupied(entry) => entry.into_mut(),
            EntryRef::Vacant(entry) => {
                entry.insert_entry_with_key(key.into(), V::default()).into_mut()
            }
        }
    }

    /// The values of all keys.
    pub fn values(&self) -> impl Iterator<Item = V> + '_ {
        let short = self.slots.iter().filter(|slot| slot.key != K::default());
        short.map(|slot| slot.value).chain(self.long.values().copied())
    }

    /// The values of all keys, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> + '_ {
        let short = self.slots.iter_mut().filter(|slot| slot.key != K::default());
        short.map(|slot| &mut slot.value).chain(self.long.values_mut())
    }
}

impl Table {
    /// Adds the counts of `other` whose hashes lie in the part `part` of `parts`, a power of two;
    /// the words beside the slots belong to part 0.
    pub fn merge_part(&mut self, other: &Self, part: usize, parts: usize) {
        let size = other.slots.len() / parts;
        let homes = part * size..(part + 1) * size;
        let bits = parts.trailing_zeros();
        let seed = self.seed;
        let mine = |slot: &&Slot<Key, u64>| {
            let hash = u128::from(slot.key.hash(seed));
            slot.key != Key::default() && (hash << bits >> u64::BITS) as usize == part
        };
        // Words that found their home taken stand in the run that follows.
        let after = other.slots[homes.end..].iter().chain(&other.slots[..homes.start]);
        let after = after.take_while(|slot| slot.key != Key::default());
        let mut ring = Ring::default();
        for slot in other.slots[homes].iter().chain(after).filter(mine) {
            ring.push(self, slot.key, slot.value, add);
        }
        ring.flush(self, add);
        if part == 0 {
            for (word, &count) in &other.long {
                *self.long_value(&word[..]) += count;
            }
        }
    }

    /// All words with their counts.
    pub fn counts(&self) -> impl Iterator<Item = (Vec<u8>, u64)> + '_ {
        let short = self.slots.iter().filter(|slot| slot.key != Key::default());
        let short = short.map(|slot| (slot.key.bytes(), slot.value));
        short.chain(self.long.iter().map(|(word, &count)| (word.to_vec(), count)))
    }

    /// The number of words, each as often as it was counted.
    pub fn total(&self) -> u64 {
        self.values().sum()
    }
}

/// Adds to the value of a key.
#[inline]
pub fn add(total: &mut u64, value: u64) {
    *total += value;
}

/// Records between the prefetch of their slot and its use.
pub struct Ring<K, W> {
    waiting: [(K, u64, W); WAITING],
    came: usize,
}

/// How many records wait.
const WAITING: usize = 32;

impl<K: SlotKey, W: Copy + Default> Default for Ring<K, W> {
    fn default() -> Self {
        Self { waiting: [(K::default(), 0, W::default()); WAITING], came: 0 }
    }
}

impl<K: SlotKey, W: Copy> Ring<K, W> {
    /// Combines the record that waited longest into its slot, and lets this one wait.
    #[inline]
    pub fn push<V: Copy + Default>(
        &mut self,
        table: &mut Table<K, V>,
        key: K,
        value: W,
        mut combine: impl FnMut(&mut V, W),
    ) {
        let hash = key.hash(table.seed());
        table.prefetch(hash);
        let place = &mut self.waiting[self.came % WAITING];
        let (key, hash, value) = std::mem::replace(place, (key, hash, value));
        if self.came >= WAITING {
            combine(table.value(key, hash), value);
        }
        self.came += 1;
    }

    /// Combines all that still wait.
    pub fn flush<V: Copy + Default>(
        &mut self,
        table: &mut Table<K, V>,
        mut combine: impl FnMut(&mut V, W),
    ) {
        let came = std::mem::take(&mut self.came);
        for at in came.saturating_sub(WAITING)..came {
            let (key, hash, value) = self.waiting[at % WAITING];
            combine(table.value(key, hash), value);
        }
    }
}
