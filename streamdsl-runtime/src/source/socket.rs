//! Lines from a TCP server.

use std::io::{self, Read};
use std::marker::PhantomData;
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::batch::inlet::{Fill, Inlet};
use crate::chunk::{BytesChunk, PageChunk, TextChunk};
use crate::error::Result;
use crate::notice::NoticeKind;
use crate::source::Source;
use crate::sync::Monitor;

/// The lines that the TCP server at `host` and `port` sends, as text.
///
/// The receiver runs on a thread of its own. It connects, and connects again whenever the server
/// goes away, for ever; it says so by a [notice](crate::notice::Notice). A line that the server did
/// not end before it closed the connection is delivered as it is.
///
/// ```
/// # use streamdsl::source::{Source, socket};
/// assert_eq!(socket("localhost", 9999).describe(), "socket localhost:9999");
/// ```
pub fn socket(host: impl Into<String>, port: u16) -> SocketSource<TextChunk> {
    SocketSource::new(host.into(), port)
}

/// The lines that the TCP server at `host` and `port` sends, as bytes that need not be UTF-8.
/// Otherwise the same as [`socket`].
pub fn socket_bytes(host: impl Into<String>, port: u16) -> SocketSource<BytesChunk> {
    SocketSource::new(host.into(), port)
}

/// A source that receives lines from a TCP server, made by [`socket`] and [`socket_bytes`].
pub struct SocketSource<C> {
    host: String,
    port: u16,
    line: Arc<Line>,
    receiver: Option<JoinHandle<()>>,
    max_rate: Option<u64>,
    kind: PhantomData<fn() -> C>,
}

impl<C> SocketSource<C> {
    fn new(host: String, port: u16) -> Self {
        let line = Arc::new(Line { state: Monitor::new(LineState::Reaching) });
        SocketSource { host, port, line, receiver: None, max_rate: None, kind: PhantomData }
    }

    /// Receives at most `records` lines per second, whatever the limit of other receivers is.
    pub fn max_rate(mut self, records: u64) -> Self {
        self.max_rate = Some(records);
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
        // `[::1]` is how an IPv6 address is written next to a port; the resolver wants it bare.
        let host = self.host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let (port, line) = (self.port, Arc::clone(&self.line));
        self.receiver = Some(inlet.spawn(move |inlet| receive(inlet, &line, &host, port))?);
        Ok(())
    }

    fn max_rate(&self) -> Option<u64> {
        self.max_rate
    }

    fn stop(&mut self) {
        let in_the_system = self.line.hang_up();
        // Asking a name server or reaching a host cannot be interrupted. The thread touches nothing
        // any more when it comes back, so there is no need to wait for it.
        if let Some(receiver) = self.receiver.take().filter(|_| !in_the_system) {
            let _ = receiver.join();
        }
    }
}

/// The connection, as the thread that stops the receiver sees it.
struct Line {
    state: Monitor<LineState>,
}

enum LineState {
    /// The receiver is in a call that cannot be interrupted.
    Reaching,
    /// The receiver waits for data of this connection.
    Open(TcpStream),
    /// The receiver pauses before it tries again.
    Pausing,
    /// The receiver is to return.
    HungUp,
}

impl Line {
    /// Ends whatever the receiver does; tells whether it is in a call that cannot be interrupted.
    fn hang_up(&self) -> bool {
        match self.state.update(|state| std::mem::replace(state, LineState::HungUp)) {
            LineState::Reaching => true,
            LineState::Open(stream) => {
                // An error means that the peer was faster, and then nobody is waiting either.
                let _ = stream.shutdown(Shutdown::Both);
                false
            }
            LineState::Pausing | LineState::HungUp => false,
        }
    }

    /// Says what the receiver is about to do; gives false if it is to return instead.
    fn enter(&self, next: LineState) -> bool {
        self.state.with(|state| {
            let hung_up = matches!(state, LineState::HungUp);
            if !hung_up {
                *state = next;
            }
            !hung_up
        })
    }

    /// Waits; gives false if the receiver is to return.
    fn pause(&self, duration: Duration) -> bool {
        let until = Instant::now() + duration;
        let hung_up = |state: &mut LineState| matches!(state, LineState::HungUp).then_some(());
        self.enter(LineState::Pausing) && self.state.wait_deadline(Some(until), hung_up).is_none()
    }
}

/// How long one address is tried.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

fn receive<C: PageChunk>(inlet: &Inlet<C>, line: &Line, host: &str, port: u16) {
    let mut backoff = Backoff::new();
    while line.enter(LineState::Reaching) {
        let delay = match connect(host, port).and_then(|stream| Ok((stream.try_clone()?, stream))) {
            Ok((handle, stream)) => {
                if !line.enter(LineState::Open(handle)) {
                    return;
                }
                inlet.connected("connected");
                let (received, reason) = read_lines(inlet, &stream);
                // Nothing will complete the last line, whether the server or this job has ended it.
                inlet.finish_record();
                if received {
                    backoff = Backoff::new();
                }
                let delay = backoff.next();
                if !line.enter(LineState::Pausing) || inlet.is_stopping() {
                    return;
                }
                inlet.disconnected(&format!("{reason}; reconnecting in {delay:?}"));
                delay
            }
            Err(error) => {
                let delay = backoff.next();
                inlet.waiting(Some(&format!("cannot connect: {error}")));
                if backoff.is_worth_a_notice() {
                    let message = format!("cannot connect: {error}; trying again in {delay:?}");
                    inlet.notify(NoticeKind::Unreachable, &message);
                }
                delay
            }
        };
        if !line.pause(delay) {
            return;
        }
    }
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host name has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Reads until the connection or the job ends; tells whether anything was received, and why it
/// ended.
fn read_lines<C: PageChunk>(inlet: &Inlet<C>, stream: &TcpStream) -> (bool, String) {
    let mut received = false;
    loop {
        // Waiting is done here, where no page is held, so that the end of a batch need not wait.
        let filled = match stream.peek(&mut [0]) {
            Ok(0) => Ok(Fill::End),
            Ok(_) => inlet.fill(|free| { stream }.read(free)),
            Err(error) => Err(error),
        };
        match filled {
            Ok(Fill::Read(_)) => received = true,
            Ok(Fill::End) => return (received, "the server closed the connection".into()),
            Ok(Fill::Stopped) => return (received, "the job is stopping".into()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (received, format!("the connection was lost: {error}")),
        }
        if inlet.is_stopping() {
            return (received, "the job is stopping".into());
        }
    }
}

/// Pauses between attempts, each twice as long as the one before.
struct Backoff {
    next: Duration,
    attempts: u32,
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(2);

    fn new() -> Self {
        Backoff { next: Self::FIRST, attempts: 0 }
    }

    fn next(&mut self) -> Duration {
        self.attempts += 1;
        let delay = self.next;
        self.next = (2 * delay).min(Self::LONGEST);
        delay
    }

    /// Whether to speak of this attempt: less and less often, the longer nothing changes.
    fn is_worth_a_notice(&self) -> bool {
        self.attempts.is_power_of_two()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit() {
        let mut backoff = Backoff::new();
        let pauses: Vec<_> = (0..6).map(|_| backoff.next().as_millis()).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 2000]);
    }

    #[test]
    fn notices_become_rare() {
        let mut backoff = Backoff::new();
        let spoken = (0..100).filter(|_| {
            backoff.next();
            backoff.is_worth_a_notice()
        });
        assert_eq!(spoken.count(), 7);
    }
}
