//! Formats: how the content of a file becomes records.

use std::io::{self, Read};
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use crate::receive::chunk::{BytesChunk, Chunk, ItemsChunk, PageChunk, RecordsChunk, TextChunk};
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::long_record::Place;
use crate::sources::files::OpenFile;
use crate::sources::input_reader;
use crate::sources::input_reader::InputReader;
use crate::sources::item_buffer::{CHUNK, weight};

/// A file format, as [`FileStream::format`](super::FileStream::format) takes it. Methods of
/// [`FileStream`](super::FileStream) select the built-in formats.
pub trait FileFormat: Send + 'static {
    /// The form in which the format delivers records.
    type Chunk: Chunk;

    /// Reads `file` and hands over its records. `done` is how much of the file has been handed
    /// over, in the format's own unit (see [`progress`](FileFormat::progress)). It is zero at
    /// first; after a failed read of the same file it has the value of that time. `read` must keep
    /// it up to date.
    ///
    /// # Errors
    ///
    /// If the file cannot be read to its end. The source tries again later, from `done`.
    fn read(
        &self,
        file: OpenFile,
        inlet: &Inlet<Self::Chunk>,
        done: &mut u64,
    ) -> io::Result<FileRead>;

    /// What `done` counts. If it counts bytes of the (decompressed) content,
    /// [`read`](FileFormat::read) gets the file with these bytes already skipped. Otherwise `read`
    /// must skip by itself.
    fn progress(&self) -> FileProgress {
        FileProgress::Bytes
    }

    /// Whether the content is text or something else that cannot begin like a compressed file. Such a
    /// file is decompressed if its first bytes say so; for other formats, its name must also say so.
    /// Default: false.
    fn is_text(&self) -> bool {
        false
    }

    /// Checks the settings of the format before the job starts.
    ///
    /// # Errors
    ///
    /// The reason why the settings are not valid.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// The unit in which [`FileFormat::read`] counts what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProgress {
    /// Bytes of the content.
    Bytes,
    /// A unit of the format's own, for example records.
    Own,
}

/// How reading a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRead {
    /// The whole file has been handed over.
    Finished,
    /// The job is being abandoned.
    Abandoned,
}

/// Lines of text, as `&str`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextLines;

/// Lines of bytes, as `&[u8]`.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByteLines;

impl FileFormat for TextLines {
    type Chunk = TextChunk;

    fn read(
        &self,
        mut file: OpenFile,
        inlet: &Inlet<TextChunk>,
        done: &mut u64,
    ) -> io::Result<FileRead> {
        let is_new = *done == 0;
        if is_new {
            *done = file.skip_mark()?;
        }
        read_lines(file, inlet, done, is_new)
    }

    fn is_text(&self) -> bool {
        true
    }
}

impl FileFormat for ByteLines {
    type Chunk = BytesChunk;

    fn read(
        &self,
        file: OpenFile,
        inlet: &Inlet<BytesChunk>,
        done: &mut u64,
    ) -> io::Result<FileRead> {
        let is_new = *done == 0;
        read_lines(file, inlet, done, is_new)
    }

    fn is_text(&self) -> bool {
        true
    }
}

/// Reads straight into the pages. Small files share a page.
fn read_lines<C: PageChunk>(
    mut file: OpenFile,
    inlet: &Inlet<C>,
    done: &mut u64,
    is_new: bool,
) -> io::Result<FileRead> {
    let file_name = Arc::from(file.path().display().to_string());
    let lines = is_new.then_some(0);
    inlet.begin_input(Place { file: Some(file_name), offset: Some(*done), lines });
    let mut last = b'\n';
    loop {
        let filled = inlet.fill_begun(|free| {
            let count = file.read(free)?;
            last = free[..count].last().copied().unwrap_or(last);
            Ok(count)
        });
        match filled {
            Ok(Fill::Read(count)) => *done += count as u64,
            Ok(Fill::End) => break,
            Ok(Fill::Stopped) => return Ok(FileRead::Abandoned),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                // The next attempt reads the incomplete line again from its beginning.
                *done -= (inlet.discard_record() as u64).min(*done);
                return Err(error);
            }
        }
    }
    match last {
        b'\n' => {}
        // An added LF would turn this CR into a CR LF.
        b'\r' => inlet.finish_record(),
        // The added line end lets the next file continue in the same page.
        _ => {
            if !inlet.push_begun_bytes(b"\n") {
                return Ok(FileRead::Abandoned);
            }
        }
    }
    Ok(FileRead::Finished)
}

/// Records of a fixed length, as `&[u8]`.
#[derive(Debug, Clone, Copy)]
pub struct Records {
    /// The length in bytes.
    pub length: usize,
}

impl FileFormat for Records {
    type Chunk = RecordsChunk;

    fn read(
        &self,
        mut file: OpenFile,
        inlet: &Inlet<RecordsChunk>,
        done: &mut u64,
    ) -> io::Result<FileRead> {
        loop {
            let (filled, outcome) = inlet.fill_records(self.length, |free| file.read(free));
            *done += filled.whole as u64;
            match outcome? {
                Fill::Read(_) => {}
                Fill::Stopped => return Ok(FileRead::Abandoned),
                Fill::End if filled.rest == 0 => return Ok(FileRead::Finished),
                Fill::End => {
                    let (rest, length) = (filled.rest, self.length);
                    let message =
                        format!("the last {rest} bytes are not a whole record of {length} bytes");
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
            }
        }
    }

    fn check(&self) -> Result<(), String> {
        if self.length > 0 {
            return Ok(());
        }
        Err("the record length is 0; it must be at least 1".into())
    }
}

/// The records that a function converts a file into.
pub struct Converted<T, C> {
    convert: C,
    records: PhantomData<fn() -> T>,
}

impl<T, C> Converted<T, C> {
    pub(super) fn new(convert: C) -> Self {
        Converted { convert, records: PhantomData }
    }
}

impl<T, C, I> FileFormat for Converted<T, C>
where
    C: Fn(InputReader) -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    T: Send + 'static,
{
    type Chunk = ItemsChunk<T>;

    fn read(
        &self,
        file: OpenFile,
        inlet: &Inlet<ItemsChunk<T>>,
        done: &mut u64,
    ) -> io::Result<FileRead> {
        let name = file.path().display().to_string();
        let reader = InputReader::new(name, file);
        let mut gathered = Gathered { chunk: Vec::new(), read: reader.progress(), counted: 0 };
        let skipped = usize::try_from(*done).unwrap_or(usize::MAX);
        for record in (self.convert)(reader).into_iter().skip(skipped) {
            gathered.chunk.push(record);
            if gathered.is_full(inlet) && !gathered.hand_over(inlet, done) {
                return Ok(FileRead::Abandoned);
            }
        }
        if !gathered.hand_over(inlet, done) {
            return Ok(FileRead::Abandoned);
        }
        gathered.read.take_error().map_or(Ok(FileRead::Finished), Err)
    }

    fn progress(&self) -> FileProgress {
        FileProgress::Own
    }
}

/// Records collected for the next chunk.
struct Gathered<T> {
    chunk: Vec<T>,
    read: Arc<input_reader::Progress>,
    /// The number of bytes read that belong to chunks handed over.
    counted: u64,
}

impl<T: Send + 'static> Gathered<T> {
    fn bytes(&self) -> usize {
        let read = usize::try_from(self.read.bytes() - self.counted).unwrap_or(usize::MAX);
        read.max(weight::<T>(self.chunk.len()))
    }

    fn is_full(&self, inlet: &Inlet<ItemsChunk<T>>) -> bool {
        self.chunk.len() >= CHUNK || self.bytes() >= inlet.chunk_bytes()
    }

    /// Hands over the collected records. Returns false if the job is being abandoned.
    fn hand_over(&mut self, inlet: &Inlet<ItemsChunk<T>>, done: &mut u64) -> bool {
        let bytes = self.bytes();
        let read = self.read.bytes();
        inlet.count_bytes(read - self.counted);
        self.counted = read;
        let items = mem::take(&mut self.chunk);
        *done += items.len() as u64;
        items.is_empty() || inlet.push_begun(items, bytes)
    }
}
