//! The source `socket_bytes`.

use crate::language::Stream;
use crate::receive::chunk::BytesChunk;
use crate::sources;
use crate::sources::{OnLongRecord, SocketSource};

impl Stream {
    /// Receives lines of bytes from a TCP server: `socket_bytes(host, port)`.
    ///
    /// Works like [`socket`](Stream::socket), but each line is a `&[u8]` in any encoding. Spark:
    /// `socketStream` with a converter.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     socket_bytes("localhost", 9999) |> map(|line| line.len()) |> pprint
    /// };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn socket_bytes(
        self,
        host: impl Into<String>,
        port: u16,
        on_long_record: Option<OnLongRecord>,
    ) -> SocketSource<BytesChunk> {
        sources::socket_bytes(host, port).on_long_record(on_long_record.unwrap_or_default())
    }
}
