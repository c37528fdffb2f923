use std::path::PathBuf;

use crate::language::Stream;
use crate::sources;
use crate::sources::{FileStream, TextLines};

impl Stream {
    /// The lines of files that appear in a directory:
    /// `text_file_stream(directory)`.
    ///
    /// At the end of each batch the directory is looked at, and files that are
    /// new and complete are read, in the order of their paths. A file is
    /// complete when two looks find it unchanged. Names that begin with `.` or
    /// `_` or end with `.tmp` or `._COPYING_` are passed over; sub-directories
    /// are looked into, one level deep; `.gz` is decompressed. Files that are
    /// there when the job starts are passed over, unless `new_files_only =
    /// false` is given. The path may hold patterns: `"logs/2026-*"`. A file that cannot be read is reported and tried again.
    /// All the rules are with [`files`](sources::files), which has more options
    /// and other formats: `from(files(directory).depth(3))`. Memory: about 100
    /// bytes for each file in the directory. Spark: `textFileStream`.
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
        directory: impl Into<PathBuf>,
        new_files_only: Option<bool>,
    ) -> FileStream<TextLines> {
        sources::files(directory).new_files_only(new_files_only.unwrap_or(true))
    }
}
