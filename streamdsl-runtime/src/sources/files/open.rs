//! Opening one file.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::sources::files::format::{FileFormat, FileProgress};
use crate::sources::files::scan::Found;
use crate::sources::files::tracker::Chosen;

/// A file that a [`FileFormat`] reads: its content, decompressed if its name ends in `.gz`.
pub struct OpenFile {
    path: PathBuf,
    content: Content,
}

enum Content {
    Plain(File),
    Gzip(Box<MultiGzDecoder<BufReader<File>>>),
}

impl OpenFile {
    /// Opens a file, if it is unchanged since it was chosen.
    pub(super) fn open(chosen: &Chosen) -> io::Result<Self> {
        let file = File::open(&chosen.path)?;
        let found = Found::new(chosen.path.clone(), &file.metadata()?);
        if found.key != chosen.key {
            // Another file has this name now. The next scan finds it.
            let message = "it was replaced by another file";
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        if found.stamp != chosen.stamp {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "it is being changed"));
        }
        let compressed = chosen.path.extension().is_some_and(|name| name == "gz");
        let content = if compressed {
            let reader = BufReader::with_capacity(64 << 10, file);
            Content::Gzip(Box::new(MultiGzDecoder::new(reader)))
        } else {
            Content::Plain(file)
        };
        Ok(OpenFile { path: chosen.path.clone(), content })
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Skips what an earlier attempt read, if the format counts in bytes.
    pub(super) fn skip<F: FileFormat>(&mut self, format: &F, done: u64) -> io::Result<()> {
        if done == 0 || format.progress() != FileProgress::Bytes {
            return Ok(());
        }
        match &mut self.content {
            Content::Plain(file) => file.seek(SeekFrom::Start(done)).map(drop),
            Content::Gzip(decoder) => {
                let skipped = io::copy(&mut decoder.by_ref().take(done), &mut io::sink())?;
                if skipped == done {
                    return Ok(());
                }
                let message =
                    format!("it has {skipped} bytes, but {done} bytes were read from it before");
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, message))
            }
        }
    }
}

impl Read for OpenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.content {
            Content::Plain(file) => file.read(buffer),
            Content::Gzip(decoder) => decoder.read(buffer),
        }
    }
}
