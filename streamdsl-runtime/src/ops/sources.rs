use super::Stream;
use crate::chunk::{BytesChunk, TextChunk};
use crate::source::{self, MemorySource, SocketSource, TextFileSource};

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
        source::socket(host, port)
    }

    /// Lines that a TCP server sends, as bytes: `socket_bytes(host, port)`.
    ///
    /// As [`socket`](Stream::socket), but each line is a `&[u8]` and nothing is
    /// said of its encoding. Spark: `socketStream` with a converter.
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
    pub fn socket_bytes(self, host: impl Into<String>, port: u16) -> SocketSource<BytesChunk> {
        source::socket_bytes(host, port)
    }

    /// Batches that are in memory: `memory(batches)`.
    ///
    /// `batches` is a collection of collections; the i-th inner one is exactly
    /// the i-th batch. The job ends after the last one, if its other sources
    /// have ended too. Spark: `queueStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let all = Collected::new();
    /// let job = stream! { memory([vec![1, 2], vec![3]]) |> collect(&all) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(all.batches(), [vec![1, 2], vec![3]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn memory<B>(self, batches: B) -> MemorySource<<B::Item as IntoIterator>::Item>
    where
        B: IntoIterator<Item: IntoIterator<Item: Send + 'static>, IntoIter: Send + 'static>,
    {
        source::memory(batches)
    }

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
        path: impl Into<std::path::PathBuf>,
        lines_per_batch: Option<u64>,
    ) -> TextFileSource {
        let file = source::text_file(path);
        match lines_per_batch {
            Some(lines) => file.lines_per_batch(lines),
            None => file,
        }
    }

    /// A source of your own: `from(source)`.
    ///
    /// `source` is anything that implements [`Source`](crate::source::Source). Spark:
    /// `receiverStream`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let source = streamdsl::source::memory([[1, 2, 3]]);
    /// let sums = Collected::new();
    /// let job = stream! { from(source) |> reduce(+) |> collect(&sums) };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [6]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn from<S>(self, source: S) -> S {
        // That it is a source is required where the program registers it, and said only there.
        source
    }
}
