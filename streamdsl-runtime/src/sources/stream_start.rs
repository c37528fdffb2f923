//! The first bytes of text that arrives piece by piece.

use std::io::{self, Read};

use crate::data::content::{Mark, UTF16_ADVICE, mark_of};

/// Takes the first bytes of a text until they show whether they are a byte order mark.
pub(super) struct StreamStart {
    head: Vec<u8>,
    is_due: bool,
}

impl StreamStart {
    /// The start of an input. If it is no text, there is nothing to look for.
    pub(super) fn new(is_text: bool) -> Self {
        StreamStart { head: Vec::new(), is_due: is_text }
    }

    /// Whether the next bytes belong here.
    pub(super) fn is_due(&self) -> bool {
        self.is_due
    }

    /// Takes some of the next bytes. Returns how many, and which bytes belong to the text.
    ///
    /// # Errors
    ///
    /// If this is UTF-16 text.
    pub(super) fn take(&mut self, bytes: &[u8]) -> io::Result<(usize, &[u8])> {
        for (at, byte) in bytes.iter().enumerate() {
            self.head.push(*byte);
            let mark = match mark_of(&self.head, false) {
                Mark::Undecided => continue,
                Mark::Utf16 => {
                    return Err(io::Error::new(io::ErrorKind::Unsupported, UTF16_ADVICE));
                }
                Mark::Utf8(length) => length,
                Mark::None => 0,
            };
            self.is_due = false;
            return Ok((at + 1, &self.head[mark..]));
        }
        Ok((bytes.len(), &[]))
    }

    /// Reads some of the next bytes. Returns those that belong to the text, if they are known already.
    ///
    /// # Errors
    ///
    /// If the bytes cannot be read, or this is UTF-16 text.
    pub(super) fn read(&mut self, mut input: impl Read) -> io::Result<Option<&[u8]>> {
        let mut next = [0];
        let count = input.read(&mut next)?;
        let (_, first) = self.take(&next[..count])?;
        Ok((!first.is_empty()).then_some(first))
    }

    /// At the end of the input: the bytes that were taken, and are no mark because more would have to
    /// follow.
    pub(super) fn rest(&self) -> &[u8] {
        if self.is_due { &self.head } else { &[] }
    }
}
