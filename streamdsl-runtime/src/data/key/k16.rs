//! Sixteen bytes of a key as two machine words.

use crate::data::key::Seed;

/// Up to sixteen bytes of a byte string, padded with zeros; or the hash and the number of an
/// interned one.
///
/// Two scalars rather than an array: an array is written by halves and compared as a vector, and
/// the load then waits for both stores.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub(crate) struct K16 {
    // The words hold the bytes in memory order, whatever the machine's byte order.
    low: u64,
    high: u64,
}

/// In the last byte, marks the number of an interned key. UTF-8 has no such byte, and byte strings
/// of sixteen bytes are not kept inline.
const INTERNED: u64 = 0xFF << 56;

/// For each length the bytes that belong to a key. Looked up, because to calculate them takes three
/// times as many instructions. Only the first seventeen are used; a power of two needs no check.
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
    /// The first `len` bytes of `block`, `len` from 1 to 16; zeros after them.
    #[inline]
    pub(crate) fn prefix(block: &[u8; 16], len: usize) -> Self {
        let ([low, high], _) = block.as_chunks::<8>() else { return Self::default() };
        let [low_mask, high_mask] = MASKS[len % MASKS.len()];
        Self {
            low: u64::from_ne_bytes(*low) & low_mask,
            high: u64::from_ne_bytes(*high) & high_mask,
        }
    }

    /// A byte string of at most 16 bytes, wherever it lies. The lengths are sorted into classes of
    /// overlapping loads, because a copy of variable length is a call.
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

    /// The two words as one number.
    #[inline]
    pub(crate) fn to_bits(self) -> u128 {
        u128::from(self.low) | u128::from(self.high) << 64
    }

    /// The key that [`to_bits`](Self::to_bits) was called on.
    #[inline]
    pub(crate) fn from_bits(bits: u128) -> Self {
        Self { low: bits as u64, high: (bits >> 64) as u64 }
    }

    /// The interned key of this number and content hash.
    pub(crate) fn interned(number: usize, hash: u64) -> Self {
        let high = number as u64 & !INTERNED | INTERNED;
        Self { low: hash.to_le(), high: high.to_le() }
    }

    /// The number and the content hash of an interned key; `None` for an inline one.
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

    /// The bytes of an inline key: those up to the last that is not zero.
    #[inline]
    pub(crate) fn inline_bytes(&self) -> &[u8] {
        // SAFETY: the type is `repr(C)` of two `u64`: sixteen initialised bytes without padding,
        // and the alignment of a byte array is one.
        let block: &[u8; 16] = unsafe { &*std::ptr::from_ref(self).cast() };
        let (low, high) = (u64::from_le(self.low), u64::from_le(self.high));
        let zeros = if high == 0 { 64 + low.leading_zeros() } else { high.leading_zeros() };
        &block[..16 - zeros as usize / 8]
    }

    /// The hash: of the bytes for an inline key, the content's for an interned one.
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
