//! Opening one file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::data::content::{Content, Recognise};
use crate::sources::files::format::{FileFormat, FileProgress};
use crate::sources::files::scan::Found;
use crate::sources::files::tracker::Chosen;

/// A file that a [`FileFormat`] reads: its content, decompressed if the file is compressed.
pub struct OpenFile {
    path: PathBuf,
    content: Content<File>,
}

impl OpenFile {
    /// Opens a file, if it is unchanged since it was chosen.
    pub(super) fn open<F: FileFormat>(chosen: &Chosen, format: &F) -> io::Result<Self> {
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
        let recognise =
            if format.is_text() { Recognise::ByContent } else { Recognise::ByNameAndContent };
        let content = Content::open(file, &chosen.path, recognise)?;
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
        self.content.skip(done)
    }

    /// Skips the byte order mark at the beginning of a text, and returns how many bytes it had.
    pub(super) fn skip_mark(&mut self) -> io::Result<u64> {
        self.content.skip_mark()
    }
}

impl Read for OpenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.content.read(buffer)
    }
}
