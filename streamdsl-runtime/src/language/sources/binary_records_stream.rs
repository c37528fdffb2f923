use std::path::PathBuf;

use crate::language::Stream;
use crate::sources::{FileStream, Records};

impl Stream {
    /// The records of files that appear in a directory, without separators:
    /// `binary_records_stream(directory, length)`.
    ///
    /// As [`text_file_stream`](Stream::text_file_stream), but a file consists of
    /// records of `length` bytes each, which are `&[u8]`. Bytes at the end of a
    /// file that are not a whole record are reported, and read if the file gets
    /// the rest. Spark: `binaryRecordsStream`.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     binary_records_stream("readings", 8)
    ///         |> map(|bytes| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>())
    ///         |> reduce(+)
    ///         |> pprint
    /// };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn binary_records_stream(
        self,
        directory: impl Into<PathBuf>,
        record_length: usize,
        new_files_only: Option<bool>,
    ) -> FileStream<Records> {
        self.text_file_stream(directory, new_files_only).records(record_length)
    }
}
