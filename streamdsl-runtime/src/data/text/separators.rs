//! Masks with a bit for each byte that separates words.

/// The number of bytes that one mask covers.
pub(super) const BLOCK: usize = 64;

/// Returns the mask of the last block, which is shorter than the others. The bits behind the end of
/// the text are set too.
#[cold]
#[inline(never)]
pub(super) fn at_end_of_text(rest: &[u8]) -> u64 {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    portable(&block)
}

/// Returns whether the processor has the features that [`avx2`] is compiled for.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn have_avx2() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
}

/// Returns the mask of the bytes that are ASCII whitespace. It compares 32 bytes at a time: each byte
/// with the only whitespace character that has the same low four bits.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
pub(super) fn avx2(block: &[u8; BLOCK]) -> u64 {
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_setr_epi8,
        _mm256_shuffle_epi8,
    };

    #[rustfmt::skip]
    let blanks = _mm256_setr_epi8(
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
        32, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, -1, 12, 13, -1, -1,
    );
    let (parts, _) = block.as_chunks::<32>();
    parts.iter().rev().fold(0, |mask, part: &[u8; 32]| {
        // SAFETY: the load reads the bytes of `part` and needs no alignment.
        #[allow(clippy::cast_ptr_alignment)]
        let bytes = unsafe { _mm256_loadu_si256(std::ptr::from_ref(part).cast::<__m256i>()) };
        let found = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(blanks, bytes), bytes);
        mask << 32 | u64::from(_mm256_movemask_epi8(found).cast_unsigned())
    })
}

/// Returns the mask of the bytes that are ASCII whitespace: the space, and the control characters
/// from 9 to 13 except 11. It compares sixteen bytes at a time.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn portable(block: &[u8; BLOCK]) -> u64 {
    use std::arch::x86_64::{
        __m128i, _mm_andnot_si128, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8,
        _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8, _mm_sub_epi8,
    };

    let (parts, _) = block.as_chunks::<16>();
    parts.iter().rev().fold(0, |mask, part: &[u8; 16]| {
        // SAFETY: every x86-64 processor has SSE2. The load reads the sixteen bytes of `part` and
        // needs no alignment.
        let separators = unsafe {
            #[allow(clippy::cast_ptr_alignment)]
            let bytes = _mm_loadu_si128(std::ptr::from_ref(part).cast::<__m128i>());
            let blank = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(32));
            let from_tab = _mm_sub_epi8(bytes, _mm_set1_epi8(9));
            let control = _mm_cmpeq_epi8(_mm_min_epu8(from_tab, _mm_set1_epi8(4)), from_tab);
            let vertical_tab = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(11));
            _mm_movemask_epi8(_mm_or_si128(blank, _mm_andnot_si128(vertical_tab, control)))
        };
        mask << 16 | u64::from(separators.cast_unsigned())
    })
}

/// Returns the mask of the bytes that are ASCII whitespace.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn portable(block: &[u8; BLOCK]) -> u64 {
    block
        .iter()
        .enumerate()
        .fold(0, |mask, (bit, byte)| mask | u64::from(byte.is_ascii_whitespace()) << bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(block: &[u8; BLOCK]) -> u64 {
        let bits = block.iter().enumerate();
        bits.map(|(bit, byte)| u64::from(byte.is_ascii_whitespace()) << bit).sum()
    }

    fn check(block: &[u8; BLOCK]) {
        assert_eq!(portable(block), one_by_one(block));
        #[cfg(target_arch = "x86_64")]
        if have_avx2() {
            // SAFETY: the processor has the features that the function is compiled for.
            assert_eq!(unsafe { avx2(block) }, one_by_one(block));
        }
    }

    #[test]
    fn every_byte_at_every_offset() {
        for byte in 0..=255 {
            for offset in 0..BLOCK {
                let mut block = [b'x'; BLOCK];
                block[offset] = byte;
                check(&block);
            }
        }
    }

    proptest! {
        #[test]
        fn any_block(block: [u8; BLOCK]) {
            check(&block);
        }
    }
}
