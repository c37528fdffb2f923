//! The source for a text in memory.

use std::ops::Range;
use std::sync::Arc;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::TextChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;

/// The approximate number of bytes in one piece of text that a worker takes.
const PIECE: usize = 256 << 10;

/// The lines of a text in memory, as one batch. Nothing is copied: records borrow from the text.
/// The source then ends, so a job whose sources are all of this kind ends by itself.
///
/// Use it in tests, in measurements, and for text that is already read as a whole.
/// [`repeated`](TextSource::repeated) delivers the text several times.
///
/// ```
/// use streamdsl::prelude::*;
/// use streamdsl::source::text;
///
/// let counts = Collected::new();
/// let job = stream! {
///     from(text("to be\nor not to be\n")) |> flat_map(split) |> reduce_by_key(+) |> collect(&counts)
/// };
/// streamdsl::testing::run(job)?;
/// assert_eq!(counts.sorted_batches()[0][0], ("be".to_owned(), 2));
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn text(text: impl Into<Arc<str>>) -> TextSource {
    let text = text.into();
    TextSource { pieces: pieces(&text).into(), text, batches: 1, inlet: None }
}

/// A source over a text in memory, created by [`text`]. A clone starts again with the same text.
pub struct TextSource {
    text: Arc<str>,
    /// The byte range of each piece, and its number of lines.
    pieces: Arc<[(Range<usize>, u64)]>,
    batches: u64,
    inlet: Option<Inlet<TextChunk>>,
}

impl TextSource {
    /// Delivers the whole text in each of `batches` batches.
    pub fn repeated(mut self, batches: u64) -> Self {
        self.batches = batches;
        self
    }
}

impl Clone for TextSource {
    fn clone(&self) -> Self {
        TextSource {
            text: Arc::clone(&self.text),
            pieces: Arc::clone(&self.pieces),
            batches: self.batches,
            inlet: None,
        }
    }
}

/// Cuts a text at line ends.
fn pieces(text: &str) -> Vec<(Range<usize>, u64)> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let about = (start + PIECE).min(bytes.len());
        let end = memchr::memchr(b'\n', &bytes[about - 1..]).map_or(bytes.len(), |at| about + at);
        let piece = &bytes[start..end];
        let unfinished = u64::from(piece.last() != Some(&b'\n'));
        let lines = memchr::memchr_iter(b'\n', piece).count() as u64 + unfinished;
        pieces.push((start..end, lines));
        start = end;
    }
    pieces
}

impl Source for TextSource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        format!("text of {} bytes", self.text.len())
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let Some(inlet) = self.inlet.as_ref().filter(|_| self.batches > 0) else { return Ok(()) };
        self.batches -= 1;
        for (range, lines) in self.pieces.iter() {
            if !inlet.push_shared(&self.text, range.clone(), *lines) {
                break;
            }
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.batches == 0
    }

    fn stop(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_with_lines_and_leave_nothing_out() {
        let line = "x".repeat(100_000);
        for text in ["", "a", "a\n", "a\nb", &format!("{line}\n").repeat(9), &line.repeat(9)] {
            let pieces = pieces(text);
            let whole: String = pieces.iter().map(|(range, _)| &text[range.clone()]).collect();
            assert_eq!(whole, text);
            let lines: u64 = pieces.iter().map(|(_, lines)| lines).sum();
            assert_eq!(lines, text.lines().count() as u64);
            for (range, _) in pieces.iter().rev().skip(1) {
                assert!(text[range.clone()].ends_with('\n'));
                assert!(range.len() < PIECE + line.len() + 1);
            }
        }
    }
}
