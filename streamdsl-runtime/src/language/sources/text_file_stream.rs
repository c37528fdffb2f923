//! The source `text_file_stream`.

use std::path::Path;

use crate::language::Stream;
use crate::sources;
use crate::sources::{FileStream, OnLongRecord, Settle, TextLines};

impl Stream {
    /// Reads the lines of files that appear in a directory: `text_file_stream(directory)`.
    ///
    /// At the end of each batch the source looks at the directory and reads the files that are new
    /// and complete, in the order of their paths. A file is complete if two looks find it
    /// unchanged; with `settle = 5s` if it has not changed for this long, with `settle = false` at
    /// once. The source skips names that begin with `.` or `_`, or that end with `.tmp` or
    /// `._COPYING_`. It looks into sub-directories, one level deep, and decompresses files.
    /// It also skips the files that exist when the job starts, unless `new_files_only = false` is
    /// given. The path may contain patterns: `"logs/2026-*"`. If a file cannot be read, the source
    /// reports it and tries again. [`files`](sources::files) describes all the rules, and has more
    /// options and other formats: `text_file_stream(directory).depth(3)`. The source needs about 100
    /// bytes of memory for each file in the directory. Spark: `textFileStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let incoming = std::env::temp_dir().join(format!("incoming-{}", std::process::id()));
    /// std::fs::create_dir_all(&incoming).unwrap();
    /// let counts = Collected::new();
    /// let job = stream! {
    ///     batch_interval = 20ms;
    ///     text_file_stream(&incoming) |> flat_map(split) |> reduce_by_key(+) |> collect(&counts)
    /// };
    /// let context = StreamingContext::builder().build()?;
    /// context.start(job)?;
    /// std::fs::write(incoming.join("one.txt"), "to be or not to be").unwrap();
    /// while counts.records().is_empty() {
    ///     std::thread::sleep(Duration::from_millis(10));
    /// }
    /// context.stop(StopMode::Graceful)?;
    /// assert!(counts.records().contains(&("be".to_string(), 2)));
    /// # std::fs::remove_dir_all(&incoming).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn text_file_stream(
        self,
        directory: impl AsRef<Path>,
        new_files_only: Option<bool>,
        settle: Option<Settle>,
        on_long_record: Option<OnLongRecord>,
    ) -> FileStream<TextLines> {
        let settle = settle.unwrap_or(true.into());
        sources::files(directory.as_ref())
            .new_files_only(new_files_only.unwrap_or(true))
            .settle(settle)
            .on_long_record(on_long_record.unwrap_or_default())
    }
}
