use crate::data::record::Value;
use crate::language::Stream;
use crate::receive::chunk::{BytesChunk, TextChunk};
use crate::sources;
use crate::sources::{
    ConvertingSocketSource, InputReader, MemorySource, ObjectFileSource, SocketSource, StdinSource,
    TextFileSource,
};

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
        sources::socket_bytes(host, port)
    }

    /// Records made of what a TCP server sends: `socket_with(host, port, converter)`.
    ///
    /// `converter` is called once per connection with a reader over its bytes
    /// and returns an iterator of records, of any type. It runs on the
    /// receiver's thread. When it ends, the connection is made again. Spark:
    /// `socketStream`.
    ///
    /// ```no_run
    /// use std::io::BufRead;
    /// use streamdsl::prelude::*;
    /// use streamdsl::source::InputReader;
    ///
    /// /// Readings that are separated by semicolons: `17.5;18;..`.
    /// fn readings(input: InputReader) -> impl Iterator<Item = f64> {
    ///     let fields = input.split(b';').map_while(Result::ok);
    ///     fields.filter_map(|field| std::str::from_utf8(&field).ok()?.parse().ok())
    /// }
    ///
    /// let job = stream! { socket_with("localhost", 9999, readings) |> reduce(max) |> pprint };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn socket_with<T, F, I>(
        self,
        host: impl Into<String>,
        port: u16,
        converter: F,
    ) -> ConvertingSocketSource<T, F>
    where
        F: Fn(InputReader) -> I + Send + 'static,
        I: IntoIterator<Item = T>,
        T: Send + 'static,
    {
        sources::socket_with(host, port, converter)
    }

    /// The lines of standard input: `stdin()`.
    ///
    /// Lines are `&str`, as those of [`socket`](Stream::socket). The job ends
    /// at the end of the input, if its other sources have ended too. Spark: a
    /// custom receiver.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// // tail -f access.log | this-program
    /// let job = stream! { stdin() |> count |> pprint };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn stdin(self) -> StdinSource {
        sources::stdin()
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
        sources::memory(batches)
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
        let file = sources::text_file(path);
        match lines_per_batch {
            Some(lines) => file.lines_per_batch(lines),
            None => file,
        }
    }

    /// The records that [`save_as_object_files`](Stream::save_as_object_files)
    /// has written: `object_file(path)`.
    ///
    /// `path` is the directory of a batch, or one file of it. All records are in
    /// the first batch, or with `records_per_batch = n` `n` of them in each. The
    /// job ends after the last one, if its other sources have ended too. Their
    /// type is the owned form of what was saved, `(String, u64)` for
    /// `(&str, u64)`, and has to be stated. Files
    /// that are missing, of another format, of another type or damaged are an
    /// error with the file and the place. Spark: `objectFile`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let directory = std::env::temp_dir().join("streamdsl-object-file-example");
    /// let prefix = directory.join("counts").display().to_string();
    /// let counting = stream! {
    ///     memory([["a", "b", "a"]]) |> count_by_value |> save_as_object_files(prefix)
    /// };
    /// streamdsl::testing::run(counting)?;
    ///
    /// let often = Collected::new();
    /// let reading = stream! {
    ///     object_file::<(String, u64)>(directory.join("counts-1000"))
    ///         |> filter(|(_, count)| *count > 1)
    ///         |> collect(&often)
    /// };
    /// streamdsl::testing::run(reading)?;
    /// assert_eq!(often.records(), [("a".to_string(), 2)]);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn object_file<T: Value>(
        self,
        path: impl Into<std::path::PathBuf>,
        records_per_batch: Option<u64>,
    ) -> ObjectFileSource<T> {
        let file = sources::object_file(path);
        match records_per_batch {
            Some(records) => file.records_per_batch(records),
            None => file,
        }
    }

    /// A source or receiver of your own: `from(source)`.
    ///
    /// `source` is anything that implements [`Source`](crate::sources::Source)
    /// or [`Receiver`](crate::sources::Receiver): the page of the latter has an
    /// example. The sources of this crate with more options than their operator
    /// has are given this way too. Spark: `receiverStream`.
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
