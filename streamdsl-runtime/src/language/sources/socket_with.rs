//! The source `socket_with`.

use crate::language::Stream;
use crate::sources;
use crate::sources::{ConvertingSocketSource, InputReader};

impl Stream {
    /// Receives bytes from a TCP server and converts them to records: `socket_with(host, port,
    /// converter)`.
    ///
    /// `converter` is called once per connection with a reader of its bytes, and returns an
    /// iterator of records of any type. It runs on the receiver's thread. When the iterator ends,
    /// the source connects again. Spark: `socketStream`.
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
}
