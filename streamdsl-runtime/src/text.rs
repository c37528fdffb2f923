//! Lines of text.

use std::ops::Range;

use memchr::Memchr;

/// Finds the lines of a piece of text: LF and CR LF end a line, and what follows the last line end
/// is a line too if it is not empty.
#[derive(Clone)]
struct LineBounds<'b> {
    text: &'b [u8],
    newlines: Memchr<'b>,
    start: usize,
}

impl<'b> LineBounds<'b> {
    fn new(text: &'b [u8]) -> Self {
        LineBounds { text, newlines: memchr::memchr_iter(b'\n', text), start: 0 }
    }
}

impl Iterator for LineBounds<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.start;
        if let Some(newline) = self.newlines.next() {
            self.start = newline + 1;
            let crlf = newline > start && self.text[newline - 1] == b'\r';
            return Some(start..newline - usize::from(crlf));
        }
        self.start = self.text.len();
        (start < self.text.len()).then_some(start..self.start)
    }
}

/// The lines of a text, without their line ends.
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
    /// The lines of `text`.
    pub fn new(text: &'b str) -> Self {
        Lines { text, bounds: LineBounds::new(text.as_bytes()) }
    }
}

impl<'b> Iterator for Lines<'b> {
    type Item = &'b str;

    #[inline]
    fn next(&mut self) -> Option<&'b str> {
        self.bounds.next().map(|range| &self.text[range])
    }
}

/// The lines of some bytes, without their line ends.
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
    /// The lines of `bytes`.
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

/// Replaces every ill-formed part of `bytes` by U+FFFD; also gives the number of replacements.
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
    fn repairs_are_counted() {
        let (text, replaced) = repair_utf8(b"ok \xff\xfe \xe2\x82 end \xe2\x82\xac");
        assert_eq!(text, "ok \u{fffd}\u{fffd} \u{fffd} end €");
        assert_eq!(replaced, 3);
        assert_eq!(repair_utf8("fine".as_bytes()), ("fine".into(), 0));
    }
}
