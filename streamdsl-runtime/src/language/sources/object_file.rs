//! The source `object_file`.

use std::path::Path;

use crate::data::record::Value;
use crate::language::Stream;
use crate::sources;
use crate::sources::ObjectFileSource;

impl Stream {
    /// Reads records that [`save_as_object_files`](Stream::save_as_object_files) wrote:
    /// `object_file(path)`.
    ///
    /// `path` is the directory of a batch, or one file in it. The first batch has all records; with
    /// `records_per_batch = n` each batch has `n` records. The source ends after the last record.
    /// The job ends when all its sources have ended. The program must state the type of the
    /// records. It is the owned form of what was saved: `(String, u64)` for `(&str, u64)`. If a
    /// file is missing or damaged, or has another format or another type of records, the job stops
    /// with an error that names the file and the place. Spark: `objectFile`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let directory = std::env::temp_dir().join("streamdsl-object-file-example");
    /// let prefix = directory.join("counts").display().to_string();
    /// let counting = stream! {
    ///     memory([["a", "b", "a"]]) |> count_by_value |> save_as_object_files(prefix)
    /// };
    /// streamdsl::testing::run(counting)?;
    ///
    /// let often = Collected::new();
    /// let reading = stream! {
    ///     object_file::<(String, u64)>(directory.join("counts-1000"))
    ///         |> filter(|(_, count)| *count > 1)
    ///         |> collect(&often)
    /// };
    /// streamdsl::testing::run(reading)?;
    /// assert_eq!(often.records(), [("a".to_string(), 2)]);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn object_file<T: Value>(
        self,
        path: impl AsRef<Path>,
        records_per_batch: Option<u64>,
    ) -> ObjectFileSource<T> {
        let file = sources::object_file(path.as_ref());
        match records_per_batch {
            Some(records) => file.records_per_batch(records),
            None => file,
        }
    }
}
