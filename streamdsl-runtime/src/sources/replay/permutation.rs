//! A random permutation in constant memory.

/// A permutation of `0..count` that is computed, not stored. It is a Feistel network over the next
/// power of four, applied repeatedly until the number is in the range again.
#[derive(Debug, Clone)]
pub(super) struct Permutation {
    count: u64,
    /// Half the number of bits of a number in the network.
    half: u32,
    keys: [u64; ROUNDS],
}

const ROUNDS: usize = 6;

impl Permutation {
    pub(super) fn new(count: u64, seed: u64) -> Self {
        let bits = u64::BITS - count.saturating_sub(1).leading_zeros();
        let mut state = seed;
        let keys = std::array::from_fn(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            mix(state)
        });
        Permutation { count, half: bits.div_ceil(2).max(1), keys }
    }

    /// The number at position `index`; `None` at the end.
    pub(super) fn get(&self, index: u64) -> Option<u64> {
        if index >= self.count {
            return None;
        }
        // The network is less than four times the range, so this takes at most four steps on
        // average. The loop ends because repeated steps from a number within the range come back to
        // that number.
        let mut number = self.step(index);
        while number >= self.count {
            number = self.step(number);
        }
        Some(number)
    }

    fn step(&self, number: u64) -> u64 {
        let mask = (1_u64 << self.half) - 1;
        let (mut left, mut right) = (number >> self.half, number & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        left << self.half | right
    }
}

/// The finaliser of `SplitMix64`.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(count: u64, seed: u64) -> Vec<u64> {
        let permutation = Permutation::new(count, seed);
        (0..).map_while(|index| permutation.get(index)).collect()
    }

    #[test]
    fn every_number_comes_once() {
        for count in (0..70).chain([255, 256, 257, 1000, 65_537]) {
            for seed in 0..3 {
                let mut all = order(count, seed);
                all.sort_unstable();
                assert!(all.iter().copied().eq(0..count), "{count} {seed}");
            }
        }
    }

    #[test]
    fn a_seed_gives_one_order_and_another_seed_another() {
        assert_eq!(order(100, 7), order(100, 7));
        assert_ne!(order(100, 7), order(100, 8));
        assert!(Permutation::new(u64::MAX, 1).get(u64::MAX - 1).is_some());
    }

    #[test]
    fn the_order_is_well_mixed() {
        // About half of the first half of the positions hold a number of the first half.
        for seed in 0..20 {
            let low = order(10_000, seed)[..5000].iter().filter(|n| **n < 5000).count();
            assert!((2300..2700).contains(&low), "{low}");
        }
    }
}
