//! The source for the lines of one file.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use crate::base::error::{Error, Result};
use crate::base::system::{Explained, local_path};
use crate::base::time::BatchTime;
use crate::data::content::Content;
use crate::receive::chunk::TextChunk;
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::long_record::{OnLongRecord, Place};
use crate::sources::Source;
use crate::sources::portions::Portions;

/// The lines of the file at `path`: all in the first batch, or a limited number in each batch.
///
/// The file is read while workers process it, so it may be larger than memory. The job ends by
/// itself after the last line. A file that is compressed with gzip is decompressed; with the features
/// `zstd` and `bzip2`, also one that is compressed with these. A byte order mark is skipped.
///
/// ```
/// # use streamdsl::source::text_file;
/// let all_at_once = text_file("access.log");
/// let replayed = text_file("access.log").lines_per_batch(1000);
/// ```
pub fn text_file(path: impl Into<PathBuf>) -> TextFileSource {
    TextFileSource {
        path: local_path(path.into()),
        lines: Portions::new(),
        on_long_record: OnLongRecord::Stop,
    }
}

/// A source that reads a file, created by [`text_file`].
pub struct TextFileSource {
    path: PathBuf,
    lines: Portions<BufReader<Content<File>>, TextChunk>,
    on_long_record: OnLongRecord,
}

impl TextFileSource {
    /// Delivers `lines` lines in each batch, instead of all of them in the first one. `lines` must
    /// be at least 1.
    pub fn lines_per_batch(mut self, lines: u64) -> Self {
        self.lines.limit(lines);
        self
    }

    /// What to do with a line that is longer than
    /// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows. Default: the job
    /// ends with an error that says where the line is.
    pub fn on_long_record(mut self, policy: OnLongRecord) -> Self {
        self.on_long_record = policy;
        self
    }

    fn error(&self, what: &str, error: &std::io::Error) -> Error {
        Error::source(Source::describe(self), format!("{what}: {}", Explained(error)))
    }
}

impl Source for TextFileSource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        format!("text file {}", self.path.display())
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        if self.lines.is_endless() {
            let message = "`lines_per_batch` is 0; it must be at least 1";
            return Err(Error::source(Source::describe(self), message));
        }
        let file = File::open(&self.path).map_err(|error| self.error("cannot open it", &error))?;
        // Opening a directory succeeds and only reading it fails. This check reports it before the
        // job starts.
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(Error::source(Source::describe(self), "it is a directory, not a file"));
        }
        let content = Content::text(file, &self.path)
            .map_err(|error| self.error("cannot read it", &error))?;
        inlet.on_long_record(self.on_long_record, true);
        inlet.begin_input(Place { file: None, offset: Some(content.mark()), lines: Some(0) });
        self.lines.open(BufReader::new(content), inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let delivered = self.lines.deliver(|file, inlet, lines| match lines {
            None => read_all(file, inlet),
            Some(lines) => read_lines(file, inlet, lines),
        });
        delivered.map_err(|error| self.error("cannot read it", &error))
    }

    fn exhausted(&self) -> bool {
        self.lines.is_finished()
    }

    fn stop(&mut self) {}
}

/// Reads to the end of the file, unless the job stops. Returns whether it reached the end.
fn read_all(
    file: &mut BufReader<Content<File>>,
    inlet: &Inlet<TextChunk>,
) -> std::io::Result<bool> {
    while !inlet.is_stopping() {
        // Bypasses the buffer, which is still empty: bytes go straight from the file into the page.
        match inlet.fill(|free| file.get_mut().read(free)) {
            Ok(Fill::Read(_)) => {}
            Ok(Fill::End) => {
                inlet.finish_record();
                return Ok(true);
            }
            Ok(Fill::Stopped) => return Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Reads up to `lines` lines. Returns whether it reached the end of the file.
fn read_lines(
    file: &mut BufReader<Content<File>>,
    inlet: &Inlet<TextChunk>,
    mut lines: u64,
) -> std::io::Result<bool> {
    while lines > 0 && !inlet.is_stopping() {
        let buffered = file.fill_buf()?;
        if buffered.is_empty() {
            inlet.finish_record();
            return Ok(true);
        }
        let (length, found) = prefix_of_lines(buffered, lines);
        if !inlet.push_bytes(&buffered[..length]) {
            return Ok(false);
        }
        file.consume(length);
        lines -= found;
    }
    Ok(file.fill_buf()?.is_empty())
}

/// The length in bytes of the first `lines` lines of `bytes`, and the number of line ends in it. If
/// there are fewer lines, the length is that of all bytes.
fn prefix_of_lines(bytes: &[u8], lines: u64) -> (usize, u64) {
    let mut found = 0;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        found += 1;
        if found == lines {
            return (newline + 1, found);
        }
    }
    (bytes.len(), found)
}
