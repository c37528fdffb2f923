//! A text feed on loopback, for those who have no server at hand.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// What the feed says, over and over, a few lines at a time.
const LINES: [&str; 8] = [
    "a stream is a story that nobody has finished writing",
    "every second a page of it is torn off and counted",
    "words that were common a minute ago are rare now",
    "and rare words have their minute too",
    "the window slides and the old pages fall out of sight",
    "what is left is what is happening now",
    "count the words and you hear what the stream says",
    "the stream says the same words again and again",
];

/// A server that sends lines to whoever connects.
#[derive(Debug)]
pub(crate) struct Feed {
    port: u16,
}

impl Feed {
    /// Starts the server on a free port of the loopback interface.
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        thread::Builder::new().name("feed".to_owned()).spawn(move || {
            for peer in listener.incoming().flatten() {
                // A peer that goes away ends its own feed only.
                thread::spawn(move || send(peer));
            }
        })?;
        Ok(Self { port })
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// Sends about four hundred lines a second until the peer is gone.
fn send(mut peer: TcpStream) -> io::Result<()> {
    let mut lines = LINES.iter().cycle();
    loop {
        for line in lines.by_ref().take(20) {
            peer.write_all(format!("{line}\n").as_bytes())?;
        }
        thread::sleep(Duration::from_millis(50));
    }
}
