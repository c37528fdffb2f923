use std::path::PathBuf;

use crate::language::Stream;
use crate::sources;
use crate::sources::TextFileSource;

impl Stream {
    /// The lines of a file: `text_file(path)`.
    ///
    /// All lines are in the first batch, however large the file is, in memory
    /// bounded by the page pool; with `lines_per_batch = n`, `n` lines are in
    /// each batch. The job ends at the end of the file, if its other sources
    /// have ended too. A file that cannot be read is an error that names it.
    /// Spark: `textFile`, replayed.
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
        path: impl Into<PathBuf>,
        lines_per_batch: Option<u64>,
    ) -> TextFileSource {
        let file = sources::text_file(path);
        match lines_per_batch {
            Some(lines) => file.lines_per_batch(lines),
            None => file,
        }
    }
}
