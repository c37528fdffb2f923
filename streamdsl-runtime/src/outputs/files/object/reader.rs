//! Reads object files. Records are decoded only after their checksum has been checked, and no memory
//! is allocated for more bytes than the file has.

use std::fs::File;
use std::io::{BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::data::codec::Input;
use crate::data::content::{Content, Recognise};
use crate::data::record::Value;
use crate::outputs::files::object::{FRAME_HEAD, MAGIC, VERSION};

/// The greatest length of a type name, in bytes, that the reader accepts.
const LONGEST_SHAPE: u32 = 1 << 20;

/// One object file that is being read.
pub(crate) struct PartReader<T> {
    path: PathBuf,
    file: BufReader<Content<File>>,
    /// The number of bytes that have been read.
    offset: u64,
    /// The number of records that have been read.
    records: u64,
    /// The bytes that the next checksum covers.
    sealed: Vec<u8>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Value> PartReader<T> {
    /// Opens a file and checks that it holds records of type `T`.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::read_failed(path, error))?;
        // No object file begins like a compressed file, so the name does not matter.
        let content = Content::open(file, path, Recognise::ByContent)
            .map_err(|error| Error::read_failed(path, error))?;
        let mut reader = Self {
            path: path.to_path_buf(),
            file: BufReader::new(content),
            offset: 0,
            records: 0,
            sealed: Vec::new(),
            kind: PhantomData,
        };
        reader.header()?;
        Ok(reader)
    }

    /// Returns the records of the next frame, or `None` at the end of the file. In this case the file
    /// is known to be complete.
    pub(crate) fn next_frame(&mut self) -> Result<Option<Vec<T>>> {
        let start = self.begin();
        self.read(FRAME_HEAD as u64, "a frame")?;
        let (length, count) = (self.u32_at(0), self.u32_at(4));
        if length == 0 {
            return self.end(start).map(|()| None);
        }
        self.read(length.into(), "a frame")?;
        self.check("the frame", start)?;
        let records = self.decode(count).map_err(|(at, problem)| {
            let at = start + (FRAME_HEAD + at) as u64;
            self.damaged(at, &format!("the checksum is right, but {problem}"))
        })?;
        self.records += records.len() as u64;
        Ok(Some(records))
    }

    fn header(&mut self) -> Result<()> {
        let start = self.begin();
        self.take(MAGIC.len() as u64)?;
        if self.sealed != MAGIC {
            let problem =
                "it is not an object file; object files begin with 89 53 44 4F 42 4A 0D 0A";
            return Err(self.error(problem));
        }
        self.read(8, "the header")?;
        let [a, b, c, d] = self.u32_at(8).to_le_bytes();
        let (version, reserved) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        if version != VERSION || reserved != 0 {
            return Err(self.error(format!(
                "it is an object file of version {version}.{reserved}, but this program reads \
                 version {VERSION}.0"
            )));
        }
        let length = self.u32_at(12);
        if length > LONGEST_SHAPE {
            return Err(self.damaged(12, &format!("a type name of {length} bytes is too long")));
        }
        self.read(length.into(), "the header")?;
        self.check("the header", start)?;
        let saved = String::from_utf8_lossy(self.sealed.get(16..).unwrap_or_default());
        let wanted = T::shape();
        if saved != wanted {
            let message =
                format!("it holds records of type {saved}, but the program reads {wanted}");
            return Err(self.error(message));
        }
        Ok(())
    }

    /// Reads the last frame, which has no records but states how many there are in the file.
    fn end(&mut self, start: u64) -> Result<()> {
        self.read(8, "the end")?;
        self.check("the end", start)?;
        let total = u64::from(self.u32_at(8)) | u64::from(self.u32_at(12)) << 32;
        if total != self.records {
            let found = self.records;
            return Err(self.damaged(start, &format!("{total} records announced, {found} found")));
        }
        let end = self.begin();
        match self.take(1)? {
            0 => Ok(()),
            _ => Err(self.damaged(end, "there are bytes after the end")),
        }
    }

    fn decode(&self, count: u32) -> Result<Vec<T>, (usize, String)> {
        let mut input = Input::new(self.sealed.get(FRAME_HEAD..).unwrap_or_default());
        let mut decode = || {
            let mut records = Vec::with_capacity(input.capacity::<T>(count as usize));
            for _ in 0..count {
                records.push(T::decode(&mut input)?);
            }
            input.finish().map(|()| records)
        };
        decode().map_err(|error| (error.offset(), error.to_string()))
    }

    /// Starts a new range for the next checksum. Returns its offset in the file.
    fn begin(&mut self) -> u64 {
        self.sealed.clear();
        self.offset
    }

    /// Reads `count` bytes, or all that are left if there are fewer. It allocates no memory for bytes
    /// that are not there.
    fn take(&mut self, count: u64) -> Result<u64> {
        let read = self.file.by_ref().take(count).read_to_end(&mut self.sealed);
        let read = read.map_err(|error| Error::read_failed(&self.path, error))? as u64;
        self.offset += read;
        Ok(read)
    }

    /// Reads exactly `count` bytes of `what`.
    fn read(&mut self, count: u64, what: &str) -> Result<()> {
        if self.take(count)? < count {
            return Err(self.error(format!(
                "it is incomplete: it ends at byte {}, within {what} that begins at byte {}",
                self.offset,
                self.offset - self.sealed.len() as u64
            )));
        }
        Ok(())
    }

    /// Checks `what`, which begins at `start`, against its checksum. Afterwards, `sealed` holds the
    /// bytes that the checksum covers, without the checksum itself.
    fn check(&mut self, what: &str, start: u64) -> Result<()> {
        let covered = self.sealed.len();
        let computed = crc32c::crc32c(&self.sealed);
        self.read(4, what)?;
        let stored = self.u32_at(covered);
        self.sealed.truncate(covered);
        if computed == stored {
            return Ok(());
        }
        Err(self.damaged(
            start,
            &format!("{what} has the checksum {computed:08x} instead of {stored:08x}"),
        ))
    }

    /// Returns the number at an offset in `sealed`.
    fn u32_at(&self, at: usize) -> u32 {
        let bytes = self.sealed.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    fn error(&self, problem: impl std::fmt::Display) -> Error {
        Error::read(&self.path, problem)
    }

    fn damaged(&self, at: u64, problem: &str) -> Error {
        self.error(format!("it is damaged at byte {at}: {problem}"))
    }
}
