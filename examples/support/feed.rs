//! A text feed on loopback, so that the examples need no server.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// A server that sends lines to each client that connects.
#[derive(Debug)]
pub(crate) struct Feed {
    port: u16,
}

impl Feed {
    /// Starts the server on a free port of the loopback interface. It sends the lines of `text`
    /// over and over, a few at a time.
    pub(crate) fn start(text: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        thread::Builder::new().name("feed".to_owned()).spawn(move || {
            for peer in listener.incoming().flatten() {
                // If a client disconnects, only its own feed ends.
                thread::spawn(move || send(text, peer));
            }
        })?;
        Ok(Self { port })
    }

    /// The port on which it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// Sends about four hundred lines per second until the client disconnects.
fn send(text: &str, mut peer: TcpStream) -> io::Result<()> {
    let mut lines = text.lines().cycle();
    loop {
        for line in lines.by_ref().take(20) {
            peer.write_all(format!("{line}\n").as_bytes())?;
        }
        thread::sleep(Duration::from_millis(50));
    }
}
