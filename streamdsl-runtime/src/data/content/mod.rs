//! The content of a file: decompressed if the file is compressed, and without a byte order mark if
//! it is text.

mod compression;
mod mark;
#[cfg(test)]
mod tests;
#[cfg(feature = "zstd")]
mod zstd;

use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::read::MultiGzDecoder;

pub(crate) use crate::data::content::compression::Compression;
pub(crate) use crate::data::content::mark::{Mark, UTF16_ADVICE, mark_of};

/// The bytes of a file as its reader sees them.
pub(crate) struct Content<R> {
    decoder: Decoder<R>,
    /// Bytes of the content that were read to look at them.
    ahead: Cursor<Vec<u8>>,
    /// Whether the first read looks for a byte order mark.
    is_mark_due: bool,
    mark: u64,
}

/// A compressed file, from its first byte.
type Compressed<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

enum Decoder<R> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<Compressed<R>>>),
    #[cfg(feature = "bzip2")]
    Bzip2(Box<bzip2::bufread::MultiBzDecoder<Compressed<R>>>),
    #[cfg(feature = "zstd")]
    Zstd(Box<zstd::Frames<Compressed<R>>>),
}

/// How to recognise a compressed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognise {
    /// By its first bytes. This is for text and other content that cannot begin with these bytes.
    ByContent,
    /// By its first bytes, if its name also says so. This is for content of any kind.
    ByNameAndContent,
}

/// The size in bytes of the buffer between a compressed file and its decoder.
const BUFFER: usize = 64 << 10;

impl Content<File> {
    /// The text of an open file, without its byte order mark.
    ///
    /// # Errors
    ///
    /// If the file is compressed in a way that cannot be read, or is UTF-16 text. A file that is not
    /// a regular file, such as a pipe, may have nothing to read yet: it is taken as it is, and the
    /// first read looks for the byte order mark.
    pub(crate) fn text(file: File, path: &Path) -> io::Result<Self> {
        if !file.metadata()?.is_file() {
            return Ok(Self { is_mark_due: true, ..Self::plain(file, Vec::new()) });
        }
        let mut content = Self::open(file, path, Recognise::ByContent)?;
        content.skip_mark()?;
        Ok(content)
    }
}

impl<R: Read> Content<R> {
    /// The content of a file that is read from its first byte on.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or is compressed in a way that cannot be read.
    pub(crate) fn open(mut file: R, path: &Path, recognise: Recognise) -> io::Result<Self> {
        let mut head = Vec::new();
        file.by_ref().take(Compression::MAGIC as u64).read_to_end(&mut head)?;
        let found = Compression::of(&head).filter(|found| {
            recognise == Recognise::ByContent || Compression::of_name(path) == Some(*found)
        });
        let Some(found) = found else { return Ok(Self::plain(file, head)) };
        let compressed = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(file));
        let decoder = match found {
            Compression::Gzip => Decoder::Gzip(Box::new(MultiGzDecoder::new(compressed))),
            #[cfg(feature = "bzip2")]
            Compression::Bzip2 => {
                Decoder::Bzip2(Box::new(bzip2::bufread::MultiBzDecoder::new(compressed)))
            }
            #[cfg(feature = "zstd")]
            Compression::Zstd => Decoder::Zstd(Box::new(zstd::Frames::new(compressed))),
            other => return Err(io::Error::new(io::ErrorKind::Unsupported, other.advice())),
        };
        Ok(Self { decoder, ahead: Cursor::default(), is_mark_due: false, mark: 0 })
    }

    fn plain(file: R, head: Vec<u8>) -> Self {
        Self {
            decoder: Decoder::Plain(file),
            ahead: Cursor::new(head),
            is_mark_due: false,
            mark: 0,
        }
    }

    /// Whether the file is compressed.
    pub(crate) fn is_compressed(&self) -> bool {
        !matches!(self.decoder, Decoder::Plain(_))
    }

    /// The length in bytes of the byte order mark that was skipped.
    pub(crate) fn mark(&self) -> u64 {
        self.mark
    }

    /// Skips the byte order mark of UTF-8 at the beginning, and returns how many bytes it had. Nothing
    /// of the content may have been read yet.
    ///
    /// # Errors
    ///
    /// If the content cannot be read, or is UTF-16 text.
    pub(crate) fn skip_mark(&mut self) -> io::Result<u64> {
        self.is_mark_due = false;
        let mut at_end = false;
        loop {
            match mark_of(self.ahead.get_ref(), at_end) {
                Mark::None => return Ok(0),
                Mark::Utf8(length) => {
                    self.ahead.set_position(length as u64);
                    self.mark = length as u64;
                    return Ok(length as u64);
                }
                Mark::Utf16 => return Err(mark::utf16()),
                Mark::Undecided => {
                    let mut next = [0];
                    at_end = self.decoder.read(&mut next)? == 0;
                    self.ahead.get_mut().extend(next.into_iter().filter(|_| !at_end));
                }
            }
        }
    }
}

impl<R: Read + Seek> Content<R> {
    /// Skips the first `count` bytes of the content. Nothing may have been read yet.
    pub(crate) fn skip(&mut self, count: u64) -> io::Result<()> {
        if let Decoder::Plain(file) = &mut self.decoder {
            self.ahead = Cursor::default();
            return file.seek(SeekFrom::Start(count)).map(drop);
        }
        let skipped = io::copy(&mut self.by_ref().take(count), &mut io::sink())?;
        if skipped == count {
            return Ok(());
        }
        let message = format!("it has {skipped} bytes, but {count} bytes were read from it before");
        Err(io::Error::new(io::ErrorKind::UnexpectedEof, message))
    }
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_mark_due {
            self.skip_mark()?;
        }
        if self.ahead.position() < self.ahead.get_ref().len() as u64 {
            return self.ahead.read(buffer);
        }
        self.decoder.read(buffer)
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (compression, read) = match self {
            Decoder::Plain(file) => return file.read(buffer),
            Decoder::Gzip(decoder) => (Compression::Gzip, decoder.read(buffer)),
            #[cfg(feature = "bzip2")]
            Decoder::Bzip2(decoder) => (Compression::Bzip2, decoder.read(buffer)),
            #[cfg(feature = "zstd")]
            Decoder::Zstd(frames) => (Compression::Zstd, frames.read(buffer)),
        };
        read.map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            let name = compression.name();
            io::Error::new(error.kind(), format!("cannot decompress it as {name}: {error}"))
        })
    }
}
