//! Delivering bytes, whose records end with a line feed.
//!
//! The methods with `begun` in their name are for input that must be read to its end once it is
//! begun, such as a file: a graceful stop does not interrupt them.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::base::notice::NoticeKind;
use crate::receive::chunk::{Chunk, PageChunk, TextChunk};
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::intake::Until;
use crate::receive::long_record::{OnLongRecord, Place};

impl<C: PageChunk> Inlet<C> {
    /// Reads once, directly into the open page.
    ///
    /// `read` gets the free part of the page and returns how many bytes it put there, as
    /// [`io::Read::read`] does. It must not wait for data, because the end of a batch waits until it
    /// returns. Wait before the call (for example with `TcpStream::peek`), or read into a buffer of
    /// your own and use [`push_bytes`](Inlet::push_bytes).
    ///
    /// # Errors
    ///
    /// The error that `read` returns.
    pub fn fill(&self, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<Fill> {
        self.intake.fill(Until::Stop, read)
    }

    /// Like [`fill`](Inlet::fill), but a graceful stop does not interrupt it. Use it for input that
    /// must be read to its end once it is begun.
    ///
    /// # Errors
    ///
    /// The error that `read` returns.
    pub fn fill_begun(
        &self,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Fill> {
        self.intake.fill(Until::Abort, read)
    }

    /// Copies bytes into the open page. Returns false if the job is stopping.
    pub fn push_bytes(&self, bytes: &[u8]) -> bool {
        self.copy(bytes, Until::Stop)
    }

    /// Like [`push_bytes`](Inlet::push_bytes), but a graceful stop does not interrupt it.
    pub fn push_begun_bytes(&self, bytes: &[u8]) -> bool {
        self.copy(bytes, Until::Abort)
    }

    fn copy(&self, mut bytes: &[u8], until: Until) -> bool {
        while !bytes.is_empty() {
            let copied = self.intake.fill(until, |free| {
                let count = bytes.len().min(free.len());
                free[..count].copy_from_slice(&bytes[..count]);
                Ok(count)
            });
            match copied {
                Ok(Fill::Read(count)) => bytes = &bytes[count..],
                Ok(Fill::End | Fill::Stopped) | Err(_) => return false,
            }
        }
        true
    }

    /// Makes the bytes after the last line end a record. Call it when the input has ended in order
    /// and without a line feed: the end of a file, or a connection that the peer has closed. If the
    /// input was cut off, by a stop of the job or by an error, call
    /// [`discard_record`](Inlet::discard_record) instead, because these bytes may be the first half
    /// of a record.
    pub fn finish_record(&self) {
        self.intake.finish_record();
    }

    /// Takes back the bytes after the last line end, so that they can be read again later. Returns
    /// how many bytes they are.
    pub fn discard_record(&self) -> usize {
        self.intake.discard_record()
    }

    /// Drops the bytes after the last line end, because the input was cut off there. A notice says
    /// how many bytes they are, and `reason`, which continues "because".
    pub(crate) fn drop_unfinished(&self, reason: &str) {
        let bytes = self.discard_record();
        if bytes > 0 {
            let unit = if bytes == 1 { "byte" } else { "bytes" };
            let message = format!("dropped an unfinished line of {bytes} {unit}, because {reason}");
            self.notify(NoticeKind::Trouble, &message);
        }
    }
}

impl<C: Chunk> Inlet<C> {
    /// Says what to do with lines that are too long. Text is cut between two characters.
    pub(crate) fn on_long_record(&self, policy: OnLongRecord, is_text: bool) {
        self.intake.on_long_record(policy, is_text);
    }

    /// Notes that the bytes that follow come from `place`, so that messages can say where a line is.
    pub(crate) fn begin_input(&self, place: Place) {
        self.intake.begin_input(place);
    }
}

impl Inlet<TextChunk> {
    /// Delivers `lines` lines of a text that is in memory and stays there. Nothing is copied, and
    /// nothing counts as memory for received data. Returns false if the job is stopping.
    pub(crate) fn push_shared(&self, text: &Arc<str>, range: Range<usize>, lines: u64) -> bool {
        self.intake.push_shared(text, range, lines)
    }
}
