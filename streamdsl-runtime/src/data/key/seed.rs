//! The hash of keys. It is the same for all tables and workers of a process, and different in every
//! process.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::OnceLock;

/// The number of key groups. Each worker owns a range of them. The group of a key depends on its hash
/// only, not on the number of workers.
pub const KEY_GROUPS: usize = 1024;

/// The number of hash bits that select the key group. They are the highest bits, so that the buckets of
/// a range of groups lie side by side in a [`Table`](crate::stages::keyed::Table).
pub(crate) const GROUP_BITS: u32 = KEY_GROUPS.trailing_zeros();

static OF_PROCESS: OnceLock<Seed> = OnceLock::new();

/// The random numbers of a process that its key hashes depend on. Because of them, whoever sends
/// records cannot choose keys that collide.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    a: u64,
    b: u64,
}

impl Seed {
    /// Returns the seed of this process.
    pub fn of_process() -> Self {
        *OF_PROCESS.get_or_init(|| {
            let entropy = RandomState::new();
            Self::new(entropy.hash_one(0_u8), entropy.hash_one(1_u8))
        })
    }

    /// Sets the seed of this process to a known value, for programs that count instructions.
    /// Returns `false`, and changes nothing, if the process already has a seed.
    pub(crate) fn fix(a: u64, b: u64) -> bool {
        OF_PROCESS.set(Self::new(a, b)).is_ok()
    }

    fn new(a: u64, b: u64) -> Self {
        // Odd, because most keys are short and multiply by `b` alone.
        Self { a, b: b | 1 }
    }

    /// Mixes two words: multiplies them to 128 bits and combines the two halves.
    #[inline]
    pub fn fold(self, x: u64, y: u64) -> u64 {
        let product = u128::from(x ^ self.a) * u128::from(y ^ self.b);
        product as u64 ^ (product >> 64) as u64
    }

    /// Hashes a byte string of any length.
    pub(crate) fn bytes(self, bytes: &[u8]) -> u64 {
        let mut hash = self.fold(bytes.len() as u64, self.a.rotate_left(32));
        let (blocks, tail) = bytes.as_chunks::<16>();
        for block in blocks {
            let block = u128::from_le_bytes(*block);
            hash = self.fold(block as u64 ^ hash, (block >> 64) as u64);
        }
        let mut last = [0; 16];
        last[..tail.len()].copy_from_slice(tail);
        let last = u128::from_le_bytes(last);
        self.fold(last as u64 ^ hash, (last >> 64) as u64)
    }
}

/// Returns the group of the key with this hash: a number below [`KEY_GROUPS`].
#[inline]
pub fn key_group(hash: u64) -> usize {
    (hash >> (u64::BITS - GROUP_BITS)) as usize
}

/// Returns the index of the worker, out of `workers`, that owns the key with this hash.
#[inline]
pub fn owner(hash: u64, workers: usize) -> usize {
    key_group(hash) * workers / KEY_GROUPS
}

/// Returns the key groups that `worker` owns: those for which [`owner`] returns `worker`.
pub fn groups_of(worker: usize, workers: usize) -> Range<usize> {
    let first = |worker: usize| (worker * KEY_GROUPS).div_ceil(workers.max(1)).min(KEY_GROUPS);
    first(worker)..first(worker + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_the_one_owner_whose_range_holds_it() {
        for workers in 1..=130 {
            for group in 0..KEY_GROUPS {
                let hash = (group as u64) << (64 - GROUP_BITS);
                assert_eq!(key_group(hash), group);
                let owner = owner(hash, workers);
                assert!(owner < workers);
                assert!(groups_of(owner, workers).contains(&group), "{group} of {workers}");
            }
        }
    }

    #[test]
    fn small_integers_spread_over_the_groups() {
        let seed = Seed::of_process();
        let mut counts = vec![0_u32; KEY_GROUPS];
        for x in 0..100 * KEY_GROUPS as u64 {
            counts[key_group(seed.fold(x, 0))] += 1;
        }
        let used = counts.iter().filter(|&&n| n > 0).count();
        assert!(used > KEY_GROUPS * 9 / 10, "{used} groups used");
    }

    #[test]
    fn byte_strings_that_differ_in_zeros_hash_differently() {
        let seed = Seed::of_process();
        let zeros = [0; 64];
        let hashes: std::collections::HashSet<u64> =
            (0..=64).map(|n| seed.bytes(&zeros[..n])).collect();
        assert_eq!(hashes.len(), 65);
    }

    #[test]
    fn the_seed_of_a_process_cannot_be_fixed_once_it_is_in_use() {
        let before = Seed::of_process().fold(1, 2);
        assert!(!Seed::fix(3, 4));
        assert_eq!(Seed::of_process().fold(1, 2), before);
    }
}
