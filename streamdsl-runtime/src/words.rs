//! Finds the words of a whole page at once.
//!
//! Instead of looking at each byte, sixty-four of them are compared at a time
//! and give a mask with one bit per byte that separates words; the loop then
//! runs over the set bits. Lines need not be found first, because their ends
//! separate words too. (The technique is that of simdjson; for word counts it
//! is six times as fast as a byte loop.)

/// How many bytes one mask covers.
const BLOCK: usize = 64;

/// Calls `each` for every word of `text`: the longest runs of bytes that are
/// not ASCII whitespace, as [`str::split_ascii_whitespace`] finds them.
#[inline(always)]
pub(crate) fn for_each_word<'p>(text: &'p str, mut each: impl FnMut(&'p str)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut block_start = 0;
    // The end of the text counts as a separator; if it falls on a block's
    // start, that block is empty but must still be looked at.
    while block_start <= bytes.len() {
        let mut separators = separators_at(bytes, block_start);
        while separators != 0 {
            let end = block_start + separators.trailing_zeros() as usize;
            separators &= separators - 1;
            if start < end
                && let Some(word) = text.get(start..end)
            {
                each(word);
            }
            start = end + 1;
        }
        block_start += BLOCK;
    }
}

/// One bit per byte of the block that begins at `start`, set where a word
/// cannot be: at whitespace and behind the end.
#[inline(always)]
fn separators_at(bytes: &[u8], start: usize) -> u64 {
    match bytes[start..].first_chunk::<BLOCK>() {
        Some(block) => separators(block),
        None => last_separators(&bytes[start..]),
    }
}

/// The separators of the last block, which the text does not fill.
#[cold]
#[inline(never)]
fn last_separators(rest: &[u8]) -> u64 {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    separators(&block)
}

/// One bit per byte of a block, set at ASCII whitespace: the blank, and the
/// control characters from 9 to 13 except 11.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn separators(block: &[u8; BLOCK]) -> u64 {
    use std::arch::x86_64::{
        __m128i, _mm_andnot_si128, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8,
        _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8, _mm_sub_epi8,
    };

    let (parts, _) = block.as_chunks::<16>();
    parts.iter().rev().fold(0, |mask, part: &[u8; 16]| {
        // SAFETY: SSE2 is part of every x86-64 processor; the one load reads
        // the sixteen bytes of `part`, and needs no alignment.
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

/// One bit per byte of a block, set at ASCII whitespace.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn separators(block: &[u8; BLOCK]) -> u64 {
    block
        .iter()
        .enumerate()
        .fold(0, |mask, (bit, byte)| mask | u64::from(byte.is_ascii_whitespace()) << bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        for_each_word(text, |word| words.push(word));
        words
    }

    #[test]
    fn every_byte_separates_as_std_says() {
        for byte in 0..=127_u8 {
            let text = format!("a{}b", char::from(byte));
            assert_eq!(words(&text), text.split_ascii_whitespace().collect::<Vec<_>>(), "{byte}");
        }
    }

    #[test]
    fn words_around_the_ends_of_blocks() {
        for len in 0..200 {
            let text: String = "x".repeat(len);
            let expected: Vec<&str> = text.split_ascii_whitespace().collect();
            assert_eq!(words(&text), expected);
            let text = format!("{text} y");
            assert_eq!(words(&text), text.split_ascii_whitespace().collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn agrees_with_std(text in "[ \\t\\n\\r\\x0b\\x0caäß€x]{0,300}") {
            prop_assert_eq!(words(&text), text.split_ascii_whitespace().collect::<Vec<_>>());
        }
    }
}
