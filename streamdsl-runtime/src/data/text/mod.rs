//! Lines of text.

mod newlines;
mod separators;
pub(crate) mod words;

use std::ops::Range;

use crate::data::text::newlines::{BLOCK, at_end_of_text, newlines};

/// Finds the lines of a text. LF and CR LF end a line. If the text does not end with a line end, the
/// rest after the last line end is a line too.
///
/// It searches for line ends in blocks of sixty-four bytes, inline in the loop over the lines. A
/// function call for each line would take three times as long if lines are short.
#[derive(Clone)]
struct LineBounds<'b> {
    text: &'b [u8],
    /// Where the next line starts.
    start: usize,
    /// Where the next block starts.
    next_block: usize,
    /// The line ends of the current block that have not been returned yet, one bit each.
    newlines: u64,
}

impl<'b> LineBounds<'b> {
    fn new(text: &'b [u8]) -> Self {
        LineBounds { text, start: 0, next_block: 0, newlines: 0 }
    }
}

impl Iterator for LineBounds<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.start;
        while self.newlines == 0 {
            let Some(rest) = self.text.get(self.next_block..).filter(|rest| !rest.is_empty())
            else {
                self.start = self.text.len();
                return (start < self.start).then_some(start..self.start);
            };
            self.newlines = rest.first_chunk().map_or_else(|| at_end_of_text(rest), newlines);
            self.next_block += BLOCK;
        }
        let newline = self.next_block - BLOCK + self.newlines.trailing_zeros() as usize;
        self.newlines &= self.newlines - 1;
        self.start = newline + 1;
        // The CR belongs to this line: the byte before an empty line is an LF, or there is none.
        let crlf = self.text.get(newline.wrapping_sub(1)) == Some(&b'\r');
        Some(start..newline - usize::from(crlf))
    }
}

/// An iterator over the lines of a text, without their line ends.
///
/// LF and CR LF end a line, as with [`str::lines`].
///
/// ```
/// # use streamdsl::text::Lines;
/// let lines: Vec<_> = Lines::new("to be\r\n\nor not").collect();
/// assert_eq!(lines, ["to be", "", "or not"]);
/// ```
#[derive(Clone)]
pub struct Lines<'b> {
    text: &'b str,
    bounds: LineBounds<'b>,
}

impl<'b> Lines<'b> {
    /// Creates an iterator over the lines of `text`.
    pub fn new(text: &'b str) -> Self {
        Lines { text, bounds: LineBounds::new(text.as_bytes()) }
    }
}

impl<'b> Iterator for Lines<'b> {
    type Item = &'b str;

    #[inline]
    fn next(&mut self) -> Option<&'b str> {
        let range = self.bounds.next()?;
        // SAFETY: the bounds were found in this text. Each bound is the start or the end of the text,
        // or is next to an LF or a CR, which are whole characters. No line ends before it starts.
        Some(unsafe { self.text.get_unchecked(range) })
    }
}

/// An iterator over the lines of a byte string, without their line ends.
///
/// LF and CR LF end a line. The bytes need not be UTF-8.
///
/// ```
/// # use streamdsl::text::ByteLines;
/// let lines: Vec<_> = ByteLines::new(b"\xff\x00\nlast").collect();
/// assert_eq!(lines, [b"\xff\x00".as_slice(), b"last"]);
/// ```
#[derive(Clone)]
pub struct ByteLines<'b> {
    bounds: LineBounds<'b>,
}

impl<'b> ByteLines<'b> {
    /// Creates an iterator over the lines of `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        ByteLines { bounds: LineBounds::new(bytes) }
    }
}

impl<'b> Iterator for ByteLines<'b> {
    type Item = &'b [u8];

    #[inline]
    fn next(&mut self) -> Option<&'b [u8]> {
        let text = self.bounds.text;
        self.bounds.next().map(|range| &text[range])
    }
}

/// Replaces each part of `bytes` that is not UTF-8 by U+FFFD. Also returns the number of
/// replacements.
pub(crate) fn repair_utf8(bytes: &[u8]) -> (String, u64) {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            replaced += 1;
        }
    }
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        Lines::new(text).collect()
    }

    #[test]
    fn line_ends() {
        assert_eq!(lines(""), Vec::<&str>::new());
        assert_eq!(lines("\n"), [""]);
        assert_eq!(lines("a\nb\n"), ["a", "b"]);
        assert_eq!(lines("a\r\nb\rc\r\n\r\n"), ["a", "b\rc", ""]);
        assert_eq!(lines("a\n\nb"), ["a", "", "b"]);
        assert_eq!(lines("a\r"), ["a\r"]);
        assert_eq!(lines("ä\nß"), ["ä", "ß"]);
    }

    #[test]
    fn lines_around_the_ends_of_blocks() {
        for len in 0..200 {
            for end in ["", "\n", "\r\n", "\n\n", "\nb", "\r\nb\r", "\r"] {
                let text = "x".repeat(len) + end;
                assert_eq!(lines(&text), text.lines().collect::<Vec<_>>(), "{text:?}");
                let text = text.repeat(3);
                assert_eq!(lines(&text), text.lines().collect::<Vec<_>>(), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_std(text in "[\\n\\rxäß€]{0,300}") {
            prop_assert_eq!(lines(&text), text.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn repairs_are_counted() {
        let (text, replaced) = repair_utf8(b"ok \xff\xfe \xe2\x82 end \xe2\x82\xac");
        assert_eq!(text, "ok \u{fffd}\u{fffd} \u{fffd} end €");
        assert_eq!(replaced, 3);
        assert_eq!(repair_utf8("fine".as_bytes()), ("fine".into(), 0));
    }
}
