//! The source for the records of object files.

use std::path::PathBuf;

use crate::base::error::{Error, Result};
use crate::base::system::local_path;
use crate::base::time::BatchTime;
use crate::data::record::Value;
use crate::outputs::files::{ObjectRecords, object_file_records};
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::item_buffer::CHUNK;
use crate::sources::portions::Portions;

/// The records of a single object file, or of a directory written by
/// [`save_as_object_files`](crate::language::Stream::save_as_object_files): all in the first batch,
/// or a limited number in each batch.
///
/// Files are read while workers process them, so they may be larger than memory. The job ends by
/// itself after the last record.
///
/// ```
/// # use streamdsl::source::object_file;
/// let all_at_once = object_file::<(String, u64)>("out/counts-1000");
/// let replayed = object_file::<(String, u64)>("out/counts-1000").records_per_batch(1000);
/// ```
pub fn object_file<T: Value>(path: impl Into<PathBuf>) -> ObjectFileSource<T> {
    ObjectFileSource { path: local_path(path.into()), records: Portions::new() }
}

/// A source that reads object files, created by [`object_file`].
pub struct ObjectFileSource<T: Value> {
    path: PathBuf,
    records: Portions<ObjectRecords<T>, ItemsChunk<T>>,
}

impl<T: Value> ObjectFileSource<T> {
    /// Delivers `records` records in each batch, instead of all of them in the first one. `records`
    /// must be at least 1.
    pub fn records_per_batch(mut self, records: u64) -> Self {
        self.records.limit(records);
        self
    }

    fn error(&self, problem: &impl ToString) -> Error {
        Error::source(Source::describe(self), problem.to_string())
    }
}

impl<T: Value> Source for ObjectFileSource<T> {
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        format!("object file {}", self.path.display())
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        if self.records.is_endless() {
            let message = "`records_per_batch` is 0; it must be at least 1";
            return Err(self.error(&message));
        }
        let records = object_file_records(&self.path).map_err(|error| self.error(&error))?;
        self.records.open(records, inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        let delivered = self
            .records
            .deliver(|records, inlet, most| deliver(records, inlet, most.unwrap_or(u64::MAX)));
        delivered.map_err(|error| self.error(&error))
    }

    fn exhausted(&self) -> bool {
        self.records.is_finished()
    }

    fn stop(&mut self) {}
}

/// Delivers up to `most` records, unless the job stops. Returns whether it reached the end of the
/// records.
fn deliver<T: Value>(
    records: &mut ObjectRecords<T>,
    inlet: &Inlet<ItemsChunk<T>>,
    mut most: u64,
) -> Result<bool> {
    while most > 0 && !inlet.is_stopping() {
        let count = usize::try_from(most).unwrap_or(CHUNK).min(CHUNK);
        let chunk: Vec<T> = records.take(count).collect::<Result<_>>()?;
        most -= chunk.len() as u64;
        let at_end = chunk.len() < count;
        if !chunk.is_empty() && !inlet.push_items(chunk) {
            return Ok(false);
        }
        if at_end {
            return Ok(true);
        }
    }
    Ok(false)
}
