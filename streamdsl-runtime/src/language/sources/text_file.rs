//! The source `text_file`.

use std::path::Path;

use crate::language::Stream;
use crate::sources;
use crate::sources::{OnLongRecord, TextFileSource};

impl Stream {
    /// Reads the lines of a file: `text_file(path)`.
    ///
    /// The first batch has all lines, however large the file is; the page pool limits the memory.
    /// With `lines_per_batch = n`, or `.lines_per_batch(n)`, each batch has `n` lines. The source ends at the end of the file.
    /// The job ends when all its sources have ended. If the file cannot be read, the job stops with
    /// an error that names it. Spark: `textFile`, replayed.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let path = std::env::temp_dir().join("streamdsl-text-file-example.txt");
    /// std::fs::write(&path, "to be\nor not\nto be").unwrap();
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     text_file(&path, lines_per_batch = 2) |> flat_map(split) |> count |> collect(&counts)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(counts.records(), [4, 2]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn text_file(
        self,
        path: impl AsRef<Path>,
        lines_per_batch: Option<u64>,
        on_long_record: Option<OnLongRecord>,
    ) -> TextFileSource {
        let file =
            sources::text_file(path.as_ref()).on_long_record(on_long_record.unwrap_or_default());
        match lines_per_batch {
            Some(lines) => file.lines_per_batch(lines),
            None => file,
        }
    }
}
