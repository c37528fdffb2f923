//! Masks with a bit for each byte that ends a line.

/// The number of bytes that one mask covers.
pub(super) const BLOCK: usize = 64;

/// Returns the mask of the last block, which is shorter than the others.
#[cold]
#[inline(never)]
pub(super) fn at_end_of_text(rest: &[u8]) -> u64 {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    newlines(&block)
}

/// Returns the mask of the bytes that are LF. It compares sixteen bytes at a time.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn newlines(block: &[u8; BLOCK]) -> u64 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8,
    };

    let (parts, _) = block.as_chunks::<16>();
    parts.iter().rev().fold(0, |mask, part: &[u8; 16]| {
        // SAFETY: every x86-64 processor has SSE2. The load reads the sixteen bytes of `part` and
        // needs no alignment.
        let found = unsafe {
            #[allow(clippy::cast_ptr_alignment)]
            let bytes = _mm_loadu_si128(std::ptr::from_ref(part).cast::<__m128i>());
            _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\n'.cast_signed())))
        };
        mask << 16 | u64::from(found.cast_unsigned())
    })
}

/// Returns the mask of the bytes that are LF.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn newlines(block: &[u8; BLOCK]) -> u64 {
    let bytes = block.iter().enumerate();
    bytes.fold(0, |mask, (bit, &byte)| mask | u64::from(byte == b'\n') << bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_offset() {
        for byte in 0..=255 {
            for offset in 0..BLOCK {
                let mut block = [b'x'; BLOCK];
                block[offset] = byte;
                let expected = u64::from(byte == b'\n') << offset;
                assert_eq!(newlines(&block), expected, "{byte} at {offset}");
                assert_eq!(at_end_of_text(&block[..offset]), 0);
                assert_eq!(at_end_of_text(&block[..=offset]), expected);
            }
        }
    }
}
