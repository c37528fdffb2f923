use crate::language::Stream;
use crate::receive::chunk::TextChunk;
use crate::sources;
use crate::sources::SocketSource;

impl Stream {
    /// Lines of text that a TCP server sends: `socket(host, port)`.
    ///
    /// Connects as a client and yields each line as a `&str` that borrows from
    /// the receive buffer. LF and CR LF end a line, empty lines are records,
    /// invalid UTF-8 becomes U+FFFD and is counted, an unterminated last line
    /// is delivered when the server closes the connection. While there is no
    /// server it says so and keeps trying; a lost connection is made again.
    /// Spark: `socketTextStream`.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! { socket("localhost", 9999) |> pprint };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn socket(self, host: impl Into<String>, port: u16) -> SocketSource<TextChunk> {
        sources::socket(host, port)
    }
}
