//! Object files: records in their saved form, in frames with a checksum.
//!
//! `docs/object-files.md` in the repository describes every byte.

mod reader;
#[cfg(test)]
mod tests;
mod writer;

use reader::PartReader;
pub(crate) use writer::ObjectPart;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::error::{Error, Result};
use crate::data::record::Value;
use crate::outputs::files::directory::{PART, SUCCESS};

/// How an object file begins. The first byte is no text and the last two are a line end, so that a
/// transfer that takes the file for text shows at once.
const MAGIC: [u8; 8] = *b"\x89SDOBJ\r\n";

/// The version of the format.
const VERSION: u16 = 1;

/// The number of payload bytes after which a frame is closed.
const FRAME: usize = 64 << 10;

/// The bytes of a frame before its payload: the length of the payload and the number of records.
const FRAME_HEAD: usize = 8;

/// All records that an output has saved at `path`: a directory that
/// [`save_as_object_files`](crate::language::Stream::save_as_object_files) wrote, or one of its files.
///
/// `T` is the owned form of the records that were saved: `(String, u64)` for `(&str, u64)`.
///
/// # Errors
/// [`Error::File`] if there is nothing at `path`, it is something else, it holds records of another
/// type, or it is damaged; with the file and, where there is one, the place in it.
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

/// The records that an output has saved at `path`, one after the other: for files that are larger
/// than the memory. See [`read_object_file`].
///
/// # Errors
/// Those of [`read_object_file`] that can be seen before the first record; the others come in the
/// place of a record, which is the last item then.
pub fn object_file_records<T: Value>(path: impl AsRef<Path>) -> Result<ObjectRecords<T>> {
    let parts = parts_of(path.as_ref())?;
    for part in &parts {
        PartReader::<T>::open(part)?;
    }
    Ok(ObjectRecords { parts: parts.into_iter(), open: None, records: Vec::new().into_iter() })
}

/// The records of object files, made by [`object_file_records`].
pub struct ObjectRecords<T> {
    parts: std::vec::IntoIter<PathBuf>,
    open: Option<PartReader<T>>,
    /// What is left of a frame.
    records: std::vec::IntoIter<T>,
}

impl<T: Value> ObjectRecords<T> {
    /// The records of the next frame; `None` after the last one.
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
                    // Nothing after damage can be trusted to be where it should be.
                    self.open = None;
                    self.parts = Vec::new().into_iter();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// The files at `path`: itself, or the parts of a directory in their order.
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
        let message =
            format!("it has no {SUCCESS}: it is not, or not wholly, what an output wrote");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    parts.sort_unstable();
    Ok(parts)
}
