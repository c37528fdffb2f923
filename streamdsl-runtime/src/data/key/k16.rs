//! Sixteen bytes of a key as two machine words.

use crate::data::key::Seed;

/// Up to sixteen bytes of a byte string, padded with zeros, or the hash and the number of an
/// interned byte string.
///
/// The bytes are two integers and not an array: the compiler would write an array in two halves and
/// compare it as one vector, and the vector load would have to wait for both stores.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub(crate) struct K16 {
    // The words hold the bytes in memory order on machines of either byte order.
    low: u64,
    high: u64,
}

/// Marks an interned key: the last byte is 0xFF, and the number is in the seven bytes before it. No
/// inline key has this last byte: it does not occur in UTF-8, and byte strings of sixteen bytes are
/// never inline.
const INTERNED: u64 = 0xFF << 56;

/// The mask of the bytes that belong to a key, for each length of a key. Calculating a mask takes
/// three times as many instructions as looking it up. Only the first seventeen entries are used; the
/// table has a power of two of them so that an index needs no bounds check.
static MASKS: [[u64; 2]; 32] = {
    let mut masks = [[u64::MAX; 2]; 32];
    let mut len = 0;
    while len < 16 {
        let bits = !(u128::MAX << (8 * len));
        masks[len] = [(bits as u64).to_le(), ((bits >> 64) as u64).to_le()];
        len += 1;
    }
    masks
};

impl K16 {
    /// Returns the first `len` bytes of `block`, padded with zeros; `len` is from 1 to 16.
    #[inline]
    pub(crate) fn prefix(block: &[u8; 16], len: usize) -> Self {
        let ([low, high], _) = block.as_chunks::<8>() else { return Self::default() };
        let [low_mask, high_mask] = MASKS[len % MASKS.len()];
        Self {
            low: u64::from_ne_bytes(*low) & low_mask,
            high: u64::from_ne_bytes(*high) & high_mask,
        }
    }

    /// Loads a byte string of at most 16 bytes, wherever it is in memory. From four bytes on, two
    /// overlapping loads read it, because a copy of variable length would be a function call.
    #[inline]
    pub(crate) fn gather(bytes: &[u8]) -> Self {
        let (low, high) = if let (Some(first), Some(last)) =
            (bytes.first_chunk::<8>(), bytes.last_chunk::<8>())
        {
            let spare = 128_u32.saturating_sub(8 * bytes.len() as u32);
            let last = u64::from_le_bytes(*last).checked_shr(spare);
            (u64::from_le_bytes(*first), last.unwrap_or(0))
        } else if let (Some(first), Some(last)) =
            (bytes.first_chunk::<4>(), bytes.last_chunk::<4>())
        {
            let last = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
            (u64::from(u32::from_le_bytes(*first)) | last, 0)
        } else {
            let place = |(at, &byte): (usize, &u8)| u64::from(byte) << (8 * at);
            (bytes.iter().enumerate().map(place).fold(0, |low, byte| low | byte), 0)
        };
        Self { low: low.to_le(), high: high.to_le() }
    }

    /// Returns the two words as one number.
    #[inline]
    pub(crate) fn to_bits(self) -> u128 {
        u128::from(self.low) | u128::from(self.high) << 64
    }

    /// Returns the key that [`to_bits`](Self::to_bits) was called on.
    #[inline]
    pub(crate) fn from_bits(bits: u128) -> Self {
        Self { low: bits as u64, high: (bits >> 64) as u64 }
    }

    /// Returns the interned key with this number and content hash.
    pub(crate) fn interned(number: usize, hash: u64) -> Self {
        let high = number as u64 & !INTERNED | INTERNED;
        Self { low: hash.to_le(), high: high.to_le() }
    }

    /// Returns the number and the content hash of an interned key; `None` for an inline key.
    #[inline]
    pub(crate) fn number(self) -> Option<(usize, u64)> {
        let high = u64::from_le(self.high);
        (high >= INTERNED).then(|| ((high & !INTERNED) as usize, u64::from_le(self.low)))
    }

    /// Whether the key is inline.
    #[inline]
    pub(crate) fn is_inline(self) -> bool {
        u64::from_le(self.high) < INTERNED
    }

    /// Returns the bytes of an inline key: all bytes up to the last one that is not zero.
    #[inline]
    pub(crate) fn inline_bytes(&self) -> &[u8] {
        // SAFETY: the type is `repr(C)` with two `u64`: sixteen initialised bytes without padding.
        // The alignment of a byte array is one.
        let block: &[u8; 16] = unsafe { &*std::ptr::from_ref(self).cast() };
        let (low, high) = (u64::from_le(self.low), u64::from_le(self.high));
        let zeros = if high == 0 { 64 + low.leading_zeros() } else { high.leading_zeros() };
        &block[..16 - zeros as usize / 8]
    }

    /// Returns the hash: that of the two words for an inline key, the content hash for an interned
    /// key.
    #[inline]
    pub(crate) fn hash(self, seed: Seed) -> u64 {
        let (low, high) = (u64::from_le(self.low), u64::from_le(self.high));
        if high >= INTERNED {
            return low;
        }
        seed.fold(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_load_a_key_agrees() {
        let page: Vec<u8> = (1..=40).collect();
        for start in 0..8 {
            for len in 1..=16 {
                let bytes = &page[start..start + len];
                let block = page[start..].first_chunk::<16>().unwrap();
                let prefix = K16::prefix(block, len);
                assert!(prefix == K16::gather(bytes), "{len} bytes at {start}");
                assert_eq!(prefix.inline_bytes(), bytes);
                assert_eq!(prefix.number(), None);
            }
        }
        assert!(K16::gather(&[]) == K16::default());
        assert_eq!(K16::default().inline_bytes(), b"");
    }

    #[test]
    fn an_interned_key_hashes_as_its_content() {
        let key = K16::interned(77, 0x1234);
        assert_eq!(key.number(), Some((77, 0x1234)));
        assert_eq!(key.hash(Seed::of_process()), 0x1234);
    }
}
