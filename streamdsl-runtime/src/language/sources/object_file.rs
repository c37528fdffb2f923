use std::path::PathBuf;

use crate::data::record::Value;
use crate::language::Stream;
use crate::sources;
use crate::sources::ObjectFileSource;

impl Stream {
    /// The records that [`save_as_object_files`](Stream::save_as_object_files)
    /// has written: `object_file(path)`.
    ///
    /// `path` is the directory of a batch, or one file of it. All records are in
    /// the first batch, or with `records_per_batch = n` `n` of them in each. The
    /// job ends after the last one, if its other sources have ended too. Their
    /// type is the owned form of what was saved, `(String, u64)` for
    /// `(&str, u64)`, and has to be stated. Files
    /// that are missing, of another format, of another type or damaged are an
    /// error with the file and the place. Spark: `objectFile`.
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
        path: impl Into<PathBuf>,
        records_per_batch: Option<u64>,
    ) -> ObjectFileSource<T> {
        let file = sources::object_file(path);
        match records_per_batch {
            Some(records) => file.records_per_batch(records),
            None => file,
        }
    }
}
