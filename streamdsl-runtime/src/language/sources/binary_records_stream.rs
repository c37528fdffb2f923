//! The source `binary_records_stream`.

use std::path::Path;

use crate::language::Stream;
use crate::sources::{FileStream, Records, Settle};

impl Stream {
    /// Reads records of a fixed length from files that appear in a directory:
    /// `binary_records_stream(directory, length)`.
    ///
    /// Works like [`text_file_stream`](Stream::text_file_stream), but a file consists of records of
    /// `length` bytes each, without separators. A record is a `&[u8]`. If the bytes at the end of a
    /// file are not a whole record, the source reports them, and reads them when the file has
    /// grown. Spark: `binaryRecordsStream`.
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
        directory: impl AsRef<Path>,
        record_length: usize,
        new_files_only: Option<bool>,
        settle: Option<Settle>,
    ) -> FileStream<Records> {
        self.text_file_stream(directory, new_files_only, settle, None).records(record_length)
    }
}
