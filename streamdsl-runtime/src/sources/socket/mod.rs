//! The sources for TCP servers.

mod connection;
mod converting;

use std::fmt;
use std::io::{self, Read};
use std::marker::PhantomData;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::error::Result;
use crate::base::notice::NoticeKind;
use crate::base::system::Explained;
use crate::receive::chunk::{BytesChunk, Chunk, PageChunk, TextChunk};
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::long_record::{OnLongRecord, Place};
use crate::sources::Source;
use crate::sources::backoff::Backoff;
use crate::sources::socket::connection::{Connection, ConnectionState};
pub use crate::sources::socket::converting::{ConvertingSocketSource, socket_with};
use crate::sources::stream_start::StreamStart;

/// The lines that the TCP server at `host` and `port` sends, as text.
///
/// The receiver runs on a thread of its own. If the server closes the connection, it connects
/// again, without limit, and reports this by a [notice](crate::base::notice::Notice). If the server
/// closes the connection in order before the end of a line, the unfinished line is delivered. If the
/// connection breaks or the job stops, nobody knows the rest of the line: it is dropped, and a notice
/// says so.
///
/// ```
/// # use streamdsl::source::{Source, socket};
/// assert_eq!(socket("localhost", 9999).describe(), "socket localhost:9999");
/// ```
pub fn socket(host: impl Into<String>, port: u16) -> SocketSource<TextChunk> {
    SocketSource::new(host.into(), port)
}

/// The lines that the TCP server at `host` and `port` sends, as bytes that need not be UTF-8.
/// Otherwise it works like [`socket`].
pub fn socket_bytes(host: impl Into<String>, port: u16) -> SocketSource<BytesChunk> {
    SocketSource::new(host.into(), port)
}

/// A source that receives lines from a TCP server, created by [`socket`] or [`socket_bytes`].
pub struct SocketSource<C> {
    host: String,
    port: u16,
    connection: Arc<Connection>,
    receiver: Option<JoinHandle<()>>,
    on_long_record: OnLongRecord,
    kind: PhantomData<fn() -> C>,
}

impl<C> SocketSource<C> {
    fn new(host: String, port: u16) -> Self {
        SocketSource {
            host,
            port,
            connection: Arc::default(),
            receiver: None,
            on_long_record: OnLongRecord::Stop,
            kind: PhantomData,
        }
    }

    /// What to do with a line that is longer than
    /// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows. Default: the job
    /// ends with an error that says where the line is.
    pub fn on_long_record(mut self, policy: OnLongRecord) -> Self {
        self.on_long_record = policy;
        self
    }
}

impl<C: PageChunk> Source for SocketSource<C> {
    type Chunk = C;

    fn describe(&self) -> String {
        format!("socket {}:{}", self.host, self.port)
    }

    fn start(&mut self, inlet: Inlet<C>) -> Result<()> {
        inlet.waiting(None);
        inlet.on_long_record(self.on_long_record, C::IS_TEXT);
        let (host, port, connection) = (bare(&self.host), self.port, Arc::clone(&self.connection));
        let receive = move |inlet: &Inlet<C>| {
            keep_connected(inlet, &connection, (&host, port), |stream| {
                inlet.begin_input(Place { file: None, offset: Some(0), lines: Some(0) });
                let mut received = false;
                let ended = read_lines(inlet, &connection, &stream, &mut received);
                match &ended {
                    Ended::InOrder => inlet.finish_record(),
                    Ended::Stopped => inlet.drop_unfinished(STOPPED),
                    Ended::Refused(_) => {}
                    Ended::Lost(_) => inlet.drop_unfinished("the connection was lost"),
                }
                (received, ended.to_string())
            });
        };
        self.receiver = Some(inlet.spawn(receive)?);
        Ok(())
    }

    fn stop(&mut self) {
        self.connection.close_and_join(self.receiver.take());
    }
}

/// The time limit for connecting to one address.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Connects again and again until the job stops. `receive` reads from a connection until the
/// connection or the job ends. It returns whether anything was received, and why it ended.
fn keep_connected<C: Chunk>(
    inlet: &Inlet<C>,
    connection: &Connection,
    (host, port): (&str, u16),
    receive: impl Fn(TcpStream) -> (bool, String),
) {
    let mut backoff = Backoff::new();
    while connection.enter(ConnectionState::Connecting) {
        let delay = match connect(host, port).and_then(|stream| Ok((stream.try_clone()?, stream))) {
            Ok((handle, stream)) => {
                if !connection.enter(ConnectionState::Open(handle)) {
                    return;
                }
                inlet.connected("connected");
                let (received, reason) = receive(stream);
                if received {
                    backoff = Backoff::new();
                }
                let delay = backoff.next();
                if !connection.enter(ConnectionState::Pausing) || inlet.is_stopping() {
                    return;
                }
                inlet.disconnected(&format!("{reason}; reconnecting in {delay:?}"));
                delay
            }
            Err(error) => {
                let delay = backoff.next();
                let error = Explained(&error);
                inlet.waiting(Some(&format!("cannot connect: {error}")));
                if backoff.is_worth_a_notice() {
                    let message = format!("cannot connect: {error}; trying again in {delay:?}");
                    inlet.notify(NoticeKind::Unreachable, &message);
                }
                delay
            }
        };
        if !connection.pause(delay) {
            return;
        }
    }
}

/// Removes the brackets of an IPv6 address such as `[::1]`. The resolver expects it without them.
fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').to_owned()
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host name has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(stream) if is_connected_to_itself(&stream) => {
                last = io::Error::from(io::ErrorKind::ConnectionRefused);
            }
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Whether both ends of the connection are the same socket.
///
/// If nobody listens on a local port, the system may choose this port for the client's end, and TCP
/// connects the socket to itself. Such a connection would wait for data forever and would keep a
/// server from using its port.
fn is_connected_to_itself(stream: &TcpStream) -> bool {
    matches!((stream.local_addr(), stream.peer_addr()), (Ok(here), Ok(there)) if here == there)
}

/// Why the last line of a connection is dropped if the job stops.
const STOPPED: &str = "the job stopped before the rest arrived";

/// How a connection ended.
enum Ended {
    /// The server closed it, so its last line is complete.
    InOrder,
    /// The job is stopping.
    Stopped,
    Lost(io::Error),
    /// What the server sends cannot be read.
    Refused(io::Error),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ended::InOrder => f.write_str("the server closed the connection"),
            Ended::Stopped => f.write_str("the job is stopping"),
            Ended::Refused(error) => write!(f, "what the server sends cannot be read: {error}"),
            Ended::Lost(error) => write!(f, "the connection was lost: {error}"),
        }
    }
}

/// Reads until the connection or the job ends. Sets `received` if anything was received.
fn read_lines<C: PageChunk>(
    inlet: &Inlet<C>,
    connection: &Connection,
    stream: &TcpStream,
    received: &mut bool,
) -> Ended {
    let mut start = StreamStart::new(C::IS_TEXT);
    loop {
        // `peek` waits while no page is held, so the end of a batch need not wait.
        let filled = match stream.peek(&mut [0]) {
            Ok(0) => Ok(Fill::End),
            Ok(_) if start.is_due() => match start.read(stream) {
                Ok(None) => continue,
                Ok(Some(bytes)) if inlet.push_bytes(bytes) => Ok(Fill::Read(bytes.len())),
                Ok(Some(_)) => Ok(Fill::Stopped),
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ended::Refused(error);
                }
                Err(error) => Err(error),
            },
            Ok(_) => inlet.fill(|free| { stream }.read(free)),
            Err(error) => Err(error),
        };
        match filled {
            Ok(Fill::Read(_)) => *received = true,
            // A stop closes the connection at this end, which reads like the end of the input.
            Ok(Fill::End) if !connection.is_closed() => {
                inlet.push_bytes(start.rest());
                return Ended::InOrder;
            }
            Ok(Fill::End | Fill::Stopped) => return Ended::Stopped,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if connection.is_closed() => return Ended::Stopped,
            Err(error) => return Ended::Lost(error),
        }
        if inlet.is_stopping() {
            return Ended::Stopped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_taken_for_a_server() {
        // Linux gives clients even ports, one after the other, so it also reaches this port.
        let (listener, port) = std::iter::repeat_with(|| {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port() & !1;
            std::net::TcpListener::bind(("127.0.0.1", port)).map(|listener| (listener, port))
        })
        .find_map(io::Result::ok)
        .unwrap();
        drop(listener);
        for _ in 0..30_000 {
            let error = connect("127.0.0.1", port).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused, "{error}");
        }
    }
}
