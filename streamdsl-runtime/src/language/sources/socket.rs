//! The source `socket`.

use crate::language::Stream;
use crate::receive::chunk::TextChunk;
use crate::sources;
use crate::sources::{OnLongRecord, SocketSource};

impl Stream {
    /// Receives lines of text from a TCP server: `socket(host, port)`.
    ///
    /// The source connects as a client. Each line is a record of type `&str` that borrows from the
    /// receive buffer. A line ends with LF or CR LF, and an empty line is a record. Invalid UTF-8
    /// is replaced by U+FFFD and counted. If the server closes the connection in the middle of a
    /// line, the unfinished line is delivered; if the connection breaks or the job stops there, the
    /// unfinished line is dropped, and a notice says so. A line that is longer than the context's
    /// `max_record_bytes` ends the job; with `on_long_record = skip` it is dropped, and with
    /// `on_long_record = cut` its beginning is delivered. If the server cannot be reached, a notice says so
    /// and the source keeps trying; it also reconnects after a lost connection. Spark:
    /// `socketTextStream`.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! { socket("localhost", 9999) |> pprint };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn socket(
        self,
        host: impl Into<String>,
        port: u16,
        on_long_record: Option<OnLongRecord>,
    ) -> SocketSource<TextChunk> {
        sources::socket(host, port).on_long_record(on_long_record.unwrap_or_default())
    }
}
