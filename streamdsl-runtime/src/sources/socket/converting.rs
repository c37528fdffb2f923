//! The socket source whose bytes a user's function converts into records.

use std::io::{self, Read};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::input_reader::{BUFFER, InputReader};
use crate::sources::item_buffer::{ItemBuffer, weight};
use crate::sources::socket::connection::Connection;
use crate::sources::socket::{bare, keep_connected};

/// The records that `convert` makes from the bytes that the TCP server at `host` and `port` sends.
///
/// The source calls `convert` once for each connection. `convert` returns an iterator of records,
/// which runs on the receiver's thread. When the iterator ends, the source closes the connection
/// and connects again, like [`socket`](super::socket). Bytes that are not part of a record by then
/// are dropped. The reader reports the end of the input only if the server has closed the connection
/// in order. If the connection breaks or the job stops, it returns an error. A converter then must
/// not make a record of what it has read since the last one; `reader.lines()` and `read_exact` behave
/// like this. The size of a record in memory is estimated as the number of bytes read for it, at
/// least the size of its type.
///
/// ```
/// # use std::io::Read;
/// # use streamdsl::source::{InputReader, socket_with};
/// /// Numbers in network byte order.
/// fn numbers(mut input: InputReader) -> impl Iterator<Item = u32> {
///     std::iter::from_fn(move || {
///         let mut bytes = [0; 4];
///         input.read_exact(&mut bytes).ok()?;
///         Some(u32::from_be_bytes(bytes))
///     })
/// }
/// let source = socket_with("localhost", 9999, numbers);
/// ```
pub fn socket_with<T, F, I>(
    host: impl Into<String>,
    port: u16,
    convert: F,
) -> ConvertingSocketSource<T, F>
where
    F: Fn(InputReader) -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    T: Send + 'static,
{
    ConvertingSocketSource {
        host: host.into(),
        port,
        convert: Some(convert),
        connection: Arc::default(),
        running: None,
    }
}

/// A source that converts the bytes of a TCP server into records, created by [`socket_with`].
pub struct ConvertingSocketSource<T, F> {
    host: String,
    port: u16,
    convert: Option<F>,
    connection: Arc<Connection>,
    running: Option<(JoinHandle<()>, Arc<ItemBuffer<T>>)>,
}

impl<T, F, I> Source for ConvertingSocketSource<T, F>
where
    F: Fn(InputReader) -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    T: Send + 'static,
{
    type Chunk = ItemsChunk<T>;

    fn describe(&self) -> String {
        format!("socket {}:{}", self.host, self.port)
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        let Some(convert) = self.convert.take() else { return Ok(()) };
        inlet.waiting(None);
        let (host, port, connection) = (bare(&self.host), self.port, Arc::clone(&self.connection));
        let buffer = Arc::new(ItemBuffer::new(inlet.clone()));
        let filled = Arc::clone(&buffer);
        let receiver = inlet.spawn(move |inlet| {
            keep_connected(inlet, &connection, (&host, port), |stream| {
                let connection = Arc::clone(&connection);
                let input = UntilStop { stream, connection, inlet: inlet.clone() };
                let reader = InputReader::new(format!("{host}:{port}"), input);
                read_records(inlet, &filled, reader, &convert)
            });
        })?;
        self.running = Some((receiver, buffer));
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        if let Some((_, buffer)) = &self.running {
            buffer.flush();
        }
        Ok(())
    }

    fn stop(&mut self) {
        if let Some((receiver, buffer)) = self.running.take() {
            self.connection.close_and_join(Some(receiver));
            buffer.close();
        }
    }
}

/// The connection, which reports an error when the job stops: a server that never pauses must not
/// keep the converter running, and what was read last may be the first half of a record.
struct UntilStop<T> {
    stream: TcpStream,
    connection: Arc<Connection>,
    inlet: Inlet<ItemsChunk<T>>,
}

impl<T: Send + 'static> Read for UntilStop<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stopped = || io::Error::new(io::ErrorKind::ConnectionAborted, "the job is stopping");
        if self.inlet.is_stopping() {
            return Err(stopped());
        }
        match self.stream.read(buffer) {
            // A stop closes the connection at this end, which reads like the end of the input.
            Ok(0) if self.connection.is_closed() => Err(stopped()),
            read => read,
        }
    }
}

/// Reads until the converter, the connection or the job ends. Returns whether anything was
/// received, and why it ended.
fn read_records<T, F, I>(
    inlet: &Inlet<ItemsChunk<T>>,
    buffer: &ItemBuffer<T>,
    reader: InputReader,
    convert: &F,
) -> (bool, String)
where
    F: Fn(InputReader) -> I,
    I: IntoIterator<Item = T>,
    T: Send + 'static,
{
    let progress = reader.progress();
    let (mut counted, mut after_stop) = (0, 0);
    for record in convert(reader) {
        let read = progress.bytes();
        let bytes = usize::try_from(read - counted).unwrap_or(usize::MAX);
        inlet.count_bytes(read - counted);
        counted = read;
        if !buffer.push(record, bytes.max(weight::<T>(1))) {
            break;
        }
        // After a stop, the converter still converts the bytes already read. A record needs at
        // least one byte, so a converter that continues beyond the size of the buffer is not
        // reading any more.
        after_stop += usize::from(inlet.is_stopping());
        if after_stop > BUFFER {
            break;
        }
    }
    inlet.count_bytes(progress.bytes() - counted);
    let reason = match progress.take_error() {
        Some(error) => format!("the connection was lost: {error}"),
        None => "the connection was closed".into(),
    };
    (progress.bytes() > 0, reason)
}
