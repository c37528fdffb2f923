//! The source that replays a file at a given rate.

mod permutation;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use crate::base::error::{Error, Result};
use crate::base::system::{Explained, local_path};
use crate::base::time::BatchTime;
use crate::data::content::{Content, Recognise};
use crate::receive::chunk::TextChunk;
use crate::receive::inlet::Inlet;
use crate::receive::long_record::{OnLongRecord, Place};
use crate::sources::Source;
use crate::sources::rate::{Pace, Rate};
use crate::sources::replay::permutation::Permutation;

/// The lines of the file at `path`, delivered at `rate` lines per second of the job's clock.
///
/// The job ends by itself after the last line, unless the source [`repeat`](ReplaySource::repeat)s
/// the file. With a [`shuffle`](ReplaySource::shuffle) seed, the lines come in random order.
/// Shuffling takes one byte of memory for every eight lines, whatever the size of the file.
///
/// A compressed file is decompressed as by [`text_file`](super::text_file()), but it cannot be
/// shuffled. A byte order mark is skipped.
///
/// ```
/// # use streamdsl::source::replay;
/// let as_it_was = replay("access.log", 500);
/// let endless = replay("access.log", 500).shuffle(42).repeat(true);
/// ```
pub fn replay(path: impl Into<PathBuf>, rate: impl Rate) -> ReplaySource {
    let (path, rate) = (local_path(path.into()), rate.per_second());
    ReplaySource {
        path,
        rate,
        seed: None,
        repeat: false,
        on_long_record: OnLongRecord::Stop,
        open: None,
        finished: false,
    }
}

/// A source that replays a file, created by [`replay`].
pub struct ReplaySource {
    path: PathBuf,
    rate: f64,
    seed: Option<u64>,
    repeat: bool,
    on_long_record: OnLongRecord,
    open: Option<Open>,
    finished: bool,
}

struct Open {
    pace: Pace,
    lines: RemainingLines,
    inlet: Inlet<TextChunk>,
    /// The number of times that the file has been replayed to its end.
    rounds: u64,
}

/// The remaining lines of a round.
enum RemainingLines {
    InOrder { path: PathBuf, lines: BufReader<Content<File>> },
    Shuffled { lines: IndexedFile, order: Permutation, next: u64 },
}

impl ReplaySource {
    /// Delivers the lines in a random order. The order is the same for the same `seed`.
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Whether to start again after the last line. Default: false. A shuffled file is shuffled
    /// differently in each round.
    pub fn repeat(mut self, repeat: bool) -> Self {
        self.repeat = repeat;
        self
    }

    /// What to do with a line that is longer than
    /// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows. Default: the job
    /// ends with an error that says where the line is.
    pub fn on_long_record(mut self, policy: OnLongRecord) -> Self {
        self.on_long_record = policy;
        self
    }

    fn error(&self, error: &io::Error) -> Error {
        Error::source(Source::describe(self), format!("cannot read it: {}", Explained(error)))
    }

    fn open(&self, inlet: Inlet<TextChunk>) -> Result<Open> {
        let mut pace = Pace::new(self.rate, || Source::describe(self))?;
        let lines = self.first_round().map_err(|error| self.error(&error))?;
        // The pace starts after the lines are counted, because counting takes time.
        pace.start(inlet.now());
        inlet.on_long_record(self.on_long_record, true);
        inlet.begin_input(lines.place());
        Ok(Open { pace, lines, inlet, rounds: 0 })
    }

    fn first_round(&self) -> io::Result<RemainingLines> {
        let file = File::open(&self.path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        let Some(seed) = self.seed else {
            let (path, content) = (self.path.clone(), Content::text(file, &self.path)?);
            return Ok(RemainingLines::InOrder { path, lines: BufReader::new(content) });
        };
        let mut content = Content::open(file.try_clone()?, &self.path, Recognise::ByContent)?;
        if content.is_compressed() {
            let message = "a compressed file cannot be shuffled; decompress it first";
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        let lines = IndexedFile::new(file, content.skip_mark()?)?;
        let order = Permutation::new(lines.count, seed);
        Ok(RemainingLines::Shuffled { lines, order, next: 0 })
    }
}

impl Source for ReplaySource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        format!("replay of {}", self.path.display())
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        self.open = Some(self.open(inlet)?);
        Ok(())
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let due = open.pace.due(batch, open.inlet.skipped());
        let delivered = open.deliver(due, self.repeat, self.seed);
        if delivered.map_err(|error| self.error(&error))? {
            self.finished = true;
        } else {
            self.open = Some(open);
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.finished
    }

    fn stop(&mut self) {}
}

impl Open {
    /// Delivers the next `due` lines. Returns whether these were the last.
    fn deliver(&mut self, due: u64, repeat: bool, seed: Option<u64>) -> io::Result<bool> {
        let mut at_start = false;
        for _ in 0..due {
            if self.inlet.is_stopping() {
                return Ok(false);
            }
            let inlet = &self.inlet;
            let mut next = self.lines.next(|piece| inlet.push_bytes(piece))?;
            while next == Next::End {
                // The end came twice without a line in between, so the file has no lines.
                if !repeat || std::mem::replace(&mut at_start, true) {
                    return Ok(true);
                }
                self.rounds += 1;
                self.lines.rewind(seed.map(|seed| seed.wrapping_add(self.rounds)))?;
                inlet.begin_input(self.lines.place());
                next = self.lines.next(|piece| inlet.push_bytes(piece))?;
            }
            at_start = false;
            if next == Next::Stopped {
                return Ok(false);
            }
        }
        Ok(!repeat && self.lines.at_end()?)
    }
}

/// What came of asking for the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Line,
    /// There is no other line.
    End,
    /// The job is stopping.
    Stopped,
}

/// Passes the next line of a file to `push`, in pieces, so that a long line needs no memory here. The
/// last line of the file may have no line end; it gets one.
fn push_line(file: &mut impl BufRead, mut push: impl FnMut(&[u8]) -> bool) -> io::Result<Next> {
    let mut has_begun = false;
    loop {
        let buffered = file.fill_buf()?;
        let end = memchr::memchr(b'\n', buffered);
        let piece = match (buffered, end) {
            ([], _) if !has_begun => return Ok(Next::End),
            ([], _) => b"\n",
            (_, end) => &buffered[..end.map_or(buffered.len(), |at| at + 1)],
        };
        let is_last = piece.last() == Some(&b'\n');
        let length = piece.len().min(buffered.len());
        if !push(piece) {
            return Ok(Next::Stopped);
        }
        file.consume(length);
        if is_last {
            return Ok(Next::Line);
        }
        has_begun = true;
    }
}

impl RemainingLines {
    /// Passes the next line, with its line end, to `push`, in pieces.
    fn next(&mut self, push: impl FnMut(&[u8]) -> bool) -> io::Result<Next> {
        match self {
            RemainingLines::InOrder { lines, .. } => push_line(lines, push),
            RemainingLines::Shuffled { lines, order, next } => {
                let Some(number) = order.get(*next) else { return Ok(Next::End) };
                *next += 1;
                lines.read(number, push)
            }
        }
    }

    /// Where the next line is. In random order, that is not known.
    fn place(&self) -> Place {
        match self {
            RemainingLines::InOrder { lines, .. } => {
                Place { file: None, offset: Some(lines.get_ref().mark()), lines: Some(0) }
            }
            RemainingLines::Shuffled { .. } => Place::default(),
        }
    }

    fn at_end(&mut self) -> io::Result<bool> {
        match self {
            RemainingLines::InOrder { lines, .. } => Ok(lines.fill_buf()?.is_empty()),
            RemainingLines::Shuffled { lines, next, .. } => Ok(*next >= lines.count),
        }
    }

    fn rewind(&mut self, seed: Option<u64>) -> io::Result<()> {
        match self {
            RemainingLines::InOrder { path, lines } => {
                *lines = BufReader::new(Content::text(File::open(&*path)?, path)?);
                Ok(())
            }
            RemainingLines::Shuffled { lines, order, next } => {
                *order = Permutation::new(lines.count, seed.unwrap_or_default());
                *next = 0;
                Ok(())
            }
        }
    }
}

/// A file with an index, so that its lines can be read in any order.
struct IndexedFile {
    file: BufReader<File>,
    /// The offset of every `STRIDE`th line.
    starts: Vec<u64>,
    count: u64,
}

/// The index keeps one offset for this many lines. The other lines are found by reading from there.
const STRIDE: u64 = 64;

impl IndexedFile {
    /// The lines of a file from the offset `start` on.
    fn new(mut file: File, start: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(start))?;
        let mut lines = IndexedFile {
            file: BufReader::with_capacity(16 << 10, file),
            starts: Vec::new(),
            count: 0,
        };
        let mut buffer = vec![0; 256 << 10];
        let (mut offset, mut in_line) = (start, false);
        loop {
            let count = match lines.file.get_mut().read(&mut buffer) {
                Ok(0) => return Ok(lines),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let mut rest = &buffer[..count];
            while !rest.is_empty() {
                if !in_line {
                    lines.begin_line(offset);
                }
                let end = memchr::memchr(b'\n', rest);
                let length = end.map_or(rest.len(), |at| at + 1);
                in_line = end.is_none();
                offset += length as u64;
                rest = &rest[length..];
            }
        }
    }

    fn begin_line(&mut self, offset: u64) {
        if self.count.is_multiple_of(STRIDE) {
            self.starts.push(offset);
        }
        self.count += 1;
    }

    fn read(&mut self, number: u64, push: impl FnMut(&[u8]) -> bool) -> io::Result<Next> {
        let start = usize::try_from(number / STRIDE).ok().and_then(|i| self.starts.get(i));
        let Some(start) = start else { return Ok(Next::End) };
        self.file.seek(SeekFrom::Start(*start))?;
        for _ in 0..number % STRIDE {
            self.file.skip_until(b'\n')?;
        }
        match push_line(&mut self.file, push)? {
            Next::End => {
                let message = "the file became shorter while it was replayed";
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, message))
            }
            next => Ok(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn shuffled_lines(path: &Path, seed: u64) -> Vec<String> {
        let mut lines = IndexedFile::new(File::open(path).unwrap(), 0).unwrap();
        let order = Permutation::new(lines.count, seed);
        let read = |number| {
            let mut line = Vec::new();
            let gather = |piece: &[u8]| {
                line.extend_from_slice(piece);
                true
            };
            lines.read(number, gather).unwrap();
            String::from_utf8(line).unwrap().trim_end().to_owned()
        };
        (0..).map_while(|i| order.get(i)).map(read).collect()
    }

    #[test]
    fn every_line_is_found_again() {
        let path = std::env::temp_dir().join(format!("streamdsl-shuffle-{}", std::process::id()));
        let lines: Vec<_> = (0..1000).map(|n| format!("{n}{}", "x".repeat(n % 90))).collect();
        let text = lines.join("\n") + "\n";
        for text in [text.as_str(), text.trim_end(), "one", "\n\n", ""] {
            std::fs::write(&path, text).unwrap();
            let mut expected: Vec<_> = text.lines().map(str::to_owned).collect();
            let mut found = shuffled_lines(&path, 1);
            assert!(text.len() < 10 || found != expected);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected);
        }
        std::fs::remove_file(&path).unwrap();
    }
}
