//! Object files: encoded records in frames with checksums.
//!
//! `docs/object-files.md` in the repository describes every byte.

mod reader;
#[cfg(test)]
mod tests;
mod writer;

use reader::PartReader;
pub use writer::ObjectPart;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::data::record::Value;
use crate::outputs::files::directory::{PART, SUCCESS};

/// The first bytes of an object file. The first byte is not ASCII and the last two are a line end, so
/// that a transfer in text mode, which changes them, is noticed at once.
const MAGIC: [u8; 8] = *b"\x89SDOBJ\r\n";

/// The version of the format.
const VERSION: u16 = 1;

/// A frame is closed when its payload has at least this number of bytes.
const FRAME: usize = 64 << 10;

/// The length of a frame's head in bytes: the length of the payload and the number of records.
const FRAME_HEAD: usize = 8;

/// Reads all records that an output has saved at `path`: a directory that
/// [`save_as_object_files`](crate::language::Stream::save_as_object_files) wrote, or one of its files.
///
/// `T` is the owned form of the records that were saved: `(String, u64)` for `(&str, u64)`.
///
/// # Errors
/// [`Error::File`] if there is nothing at `path`, or if it is not an object file, holds records of
/// another type, or is damaged. The error names the file and, if possible, the position in it.
///
/// ```
/// use streamdsl::files::read_object_file;
/// use streamdsl::prelude::*;
///
/// let directory = std::env::temp_dir().join("streamdsl-read-object-file-example");
/// let prefix = directory.join("counts").display().to_string();
/// let job = stream! {
///     memory([["a", "b", "a"]]) |> count_by_value |> save_as_object_files(prefix)
/// };
/// streamdsl::testing::run(job)?;
///
/// let mut counts: Vec<(String, u64)> = read_object_file(directory.join("counts-1000"))?;
/// counts.sort();
/// assert_eq!(counts, [("a".to_string(), 2), ("b".to_string(), 1)]);
/// # std::fs::remove_dir_all(directory).unwrap();
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub fn read_object_file<T: Value>(path: impl AsRef<Path>) -> Result<Vec<T>> {
    object_file_records(path)?.collect()
}

/// Returns an iterator over the records that an output has saved at `path`, for files that are larger
/// than the memory. It takes the same paths as [`read_object_file`].
///
/// # Errors
/// The errors of [`read_object_file`] that are found before the first record. The iterator returns
/// later errors in the place of a record, and ends after one.
pub fn object_file_records<T: Value>(path: impl AsRef<Path>) -> Result<ObjectRecords<T>> {
    let parts = parts_of(path.as_ref())?;
    for part in &parts {
        PartReader::<T>::open(part)?;
    }
    Ok(ObjectRecords { parts: parts.into_iter(), open: None, records: Vec::new().into_iter() })
}

/// An iterator over the records of object files. [`object_file_records`] returns it.
pub struct ObjectRecords<T> {
    parts: std::vec::IntoIter<PathBuf>,
    open: Option<PartReader<T>>,
    /// The records of the current frame that have not been returned yet.
    records: std::vec::IntoIter<T>,
}

impl<T: Value> ObjectRecords<T> {
    /// Returns the records of the next frame, or `None` after the last one.
    fn next_frame(&mut self) -> Result<Option<Vec<T>>> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(records) = open.next_frame()? {
                    return Ok(Some(records));
                }
                self.open = None;
            }
            let Some(part) = self.parts.next() else { return Ok(None) };
            self.open = Some(PartReader::open(&part)?);
        }
    }
}

impl<T: Value> Iterator for ObjectRecords<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(record) = self.records.next() {
                return Some(Ok(record));
            }
            match self.next_frame() {
                Ok(Some(records)) => self.records = records.into_iter(),
                Ok(None) => return None,
                Err(error) => {
                    // After damage, the start of the next frame is not known.
                    self.open = None;
                    self.parts = Vec::new().into_iter();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Returns the files at `path`: the file itself, or the parts of a directory in order.
fn parts_of(path: &Path) -> Result<Vec<PathBuf>> {
    let metadata = fs::metadata(path).map_err(|error| Error::read_failed(path, error))?;
    if metadata.is_dir() {
        parts_of_directory(path).map_err(|error| Error::read_failed(path, error))
    } else {
        Ok(vec![path.to_path_buf()])
    }
}

fn parts_of_directory(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    let mut complete = false;
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        complete |= name == SUCCESS;
        if name.as_encoded_bytes().starts_with(PART.as_bytes()) {
            parts.push(directory.join(name));
        }
    }
    if !complete {
        let message = format!("it has no {SUCCESS}, so it is not the complete output of a batch");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    parts.sort_unstable();
    Ok(parts)
}
