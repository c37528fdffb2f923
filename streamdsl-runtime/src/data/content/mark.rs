//! The byte order mark at the beginning of a text.

use std::io;

/// What the first bytes of a text say about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// There is no mark, so the text is taken as UTF-8.
    None,
    /// The text is UTF-8, and this many bytes are the mark.
    Utf8(usize),
    /// The text is UTF-16 or UTF-32.
    Utf16,
    /// The bytes may be the beginning of a mark.
    Undecided,
}

const UTF8: [u8; 3] = [0xEF, 0xBB, 0xBF];
const UTF16: [[u8; 2]; 2] = [[0xFF, 0xFE], [0xFE, 0xFF]];

/// What to do about text in UTF-16.
pub(crate) const UTF16_ADVICE: &str =
    "it is UTF-16 text; convert it to UTF-8 first, for example with `iconv -f UTF-16 -t UTF-8`";

/// Looks for a byte order mark in the first bytes of a text. `at_end` says that no more bytes follow.
pub(crate) fn mark_of(head: &[u8], at_end: bool) -> Mark {
    if head.starts_with(&UTF8) {
        return Mark::Utf8(UTF8.len());
    }
    if UTF16.iter().any(|mark| head.starts_with(mark)) {
        return Mark::Utf16;
    }
    let is_prefix = UTF8.starts_with(head) || UTF16.iter().any(|mark| mark.starts_with(head));
    if is_prefix && !at_end { Mark::Undecided } else { Mark::None }
}

pub(super) fn utf16() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, UTF16_ADVICE)
}
