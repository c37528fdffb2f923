//! The source `file_stream`.

use std::path::Path;

use crate::language::Stream;
use crate::sources::{FileStream, OnLongRecord, Settle, TextLines};

impl Stream {
    /// Reads the lines of selected files that appear in a directory: `file_stream(directory, |path|
    /// ..)`.
    ///
    /// Works like [`text_file_stream`](Stream::text_file_stream), but reads only the files for
    /// whose path the function returns true. For other formats than lines see
    /// [`files`](crate::sources::files()): `files(directory).convert(..)`. Spark: `fileStream`
    /// with a filter.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     file_stream("logs", |path| path.extension().is_some_and(|e| e == "log"), new_files_only = false)
    ///         |> count
    ///         |> pprint
    /// };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn file_stream(
        self,
        directory: impl AsRef<Path>,
        filter: impl Fn(&Path) -> bool + Send + 'static,
        new_files_only: Option<bool>,
        settle: Option<Settle>,
        on_long_record: Option<OnLongRecord>,
    ) -> FileStream<TextLines> {
        self.text_file_stream(directory, new_files_only, settle, on_long_record).filter(filter)
    }
}
