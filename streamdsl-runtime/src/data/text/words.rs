//! Finds the words of a whole page at once.
//!
//! The loop does not look at each byte. It compares sixty-four bytes at a time, which results in a
//! mask with a set bit for each byte that separates words, and then goes over the set bits. It does
//! not search for lines first, because line ends separate words too. (simdjson uses this technique.
//! For word counts it is six times as fast as a loop over the bytes.)

use crate::data::text::separators::{self, BLOCK, at_end_of_text};

/// Calls `each` for every word of `text`, as [`str::split_ascii_whitespace`] finds them.
///
/// The loop is compiled twice: for processors with AVX2, and for all others. If `each` is small, the
/// compiler inlines it into both; its rare cases should be out of line.
#[inline(always)]
pub(crate) fn for_each_word<'p>(text: &'p str, each: impl FnMut(&'p str)) {
    #[cfg(target_arch = "x86_64")]
    if separators::have_avx2() {
        // SAFETY: the processor has the features that the function is compiled for.
        return unsafe { for_each_word_avx2(text, each) };
    }
    for_each_between(text, separators::portable, each);
}

/// The loop for processors with AVX2 and the features that came with it.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
fn for_each_word_avx2<'p>(text: &'p str, each: impl FnMut(&'p str)) {
    for_each_between(text, |block| separators::avx2(block), each);
}

/// Calls `each` for every piece of `text` between two separators, unless the piece is empty.
#[inline(always)]
fn for_each_between<'p>(
    text: &'p str,
    separators: impl Fn(&[u8; BLOCK]) -> u64,
    mut each: impl FnMut(&'p str),
) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut block_start = 0;
    // The end of the text counts as a separator. If the text ends where a block would start, the loop
    // must still look at this empty block.
    while block_start <= bytes.len() {
        let mut found = match bytes[block_start..].first_chunk() {
            Some(block) => separators(block),
            None => at_end_of_text(&bytes[block_start..]),
        };
        while found != 0 {
            let end = block_start + found.trailing_zeros() as usize;
            found &= found - 1;
            if start < end {
                // SAFETY: `start` is 0 or follows a separator. `end` is the offset of a separator or
                // the end of the text: all bits behind the end are set, so after it `start < end` is
                // false. Separators are ASCII, so both are boundaries of characters.
                each(unsafe { text.get_unchecked(start..end) });
            }
            start = end + 1;
        }
        block_start += BLOCK;
    }
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
