//! The source for texts in memory.

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
/// [`texts`] has several batches. [`repeated`](TextSource::repeated) delivers the text several times.
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
    texts([text])
}

/// Texts in memory: the lines of the i-th text are the i-th batch. An empty text is a batch without
/// records. The source ends after the last text.
///
/// Its records are `&str`, as those of a socket or a file. So a test can pass it to a function that
/// takes any source of text.
///
/// ```
/// use streamdsl::prelude::*;
/// use streamdsl::source::texts;
///
/// let counts = Collected::new();
/// let job = stream! { from(texts(["to be\nor not", "", "to be"])) |> count |> collect(&counts) };
/// streamdsl::testing::run(job)?;
/// assert_eq!(counts.records(), [2, 0, 1]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn texts<T: Into<Arc<str>>>(batches: impl IntoIterator<Item = T>) -> TextSource {
    let texts: Arc<[Text]> = batches.into_iter().map(|text| Text::new(text.into())).collect();
    TextSource { batches: texts.len() as u64, delivered: 0, texts, inlet: None }
}

/// A source over texts in memory, created by [`text`] or [`texts`]. A clone delivers the same
/// texts from the first one on.
pub struct TextSource {
    texts: Arc<[Text]>,
    batches: u64,
    delivered: u64,
    inlet: Option<Inlet<TextChunk>>,
}

/// The text of a batch.
struct Text {
    text: Arc<str>,
    /// The byte range of each piece, and its number of lines.
    pieces: Vec<(Range<usize>, u64)>,
}

impl Text {
    fn new(text: Arc<str>) -> Self {
        Self { pieces: pieces(&text), text }
    }
}

impl TextSource {
    /// Delivers all texts `times` times, one after the other: a single text is in each of `times`
    /// batches.
    pub fn repeated(mut self, times: u64) -> Self {
        self.batches = (self.texts.len() as u64).saturating_mul(times);
        self
    }

    /// The text of the next batch, if there is one.
    fn next(&mut self) -> Option<&Text> {
        if self.exhausted() {
            return None;
        }
        let number = self.delivered % self.texts.len() as u64;
        self.delivered += 1;
        self.texts.get(number as usize)
    }
}

impl Clone for TextSource {
    fn clone(&self) -> Self {
        TextSource {
            texts: Arc::clone(&self.texts),
            batches: self.batches,
            delivered: 0,
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
        format!("text of {} bytes", self.texts.iter().map(|text| text.text.len()).sum::<usize>())
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let Some(inlet) = self.inlet.take() else { return Ok(()) };
        if let Some(Text { text, pieces }) = self.next() {
            for (range, lines) in pieces {
                if !inlet.push_shared(text, range.clone(), *lines) {
                    break;
                }
            }
        }
        self.inlet = Some(inlet);
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.delivered >= self.batches
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
