//! Servers to which jobs connect.
#![allow(clippy::unwrap_used, clippy::panic, reason = "it is for tests")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::stepped::Stepped;

/// A server on a free port of the loopback interface.
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Starts to listen.
    ///
    /// # Panics
    /// If the system refuses.
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// Starts to listen on a given port.
    ///
    /// # Panics
    /// If the system refuses.
    pub fn start_on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        Self { listener, port }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the next client.
    ///
    /// # Panics
    /// If the connection breaks at once.
    pub fn accept(&self) -> Peer {
        let (stream, _) = self.listener.accept().unwrap();
        // Sends each piece at once, as a separate packet.
        stream.set_nodelay(true).unwrap();
        Peer { stream }
    }
}

/// The server's end of a connection. Dropping it closes the connection.
pub struct Peer {
    stream: TcpStream,
}

impl Peer {
    /// Sends some bytes.
    ///
    /// # Panics
    /// If the connection is broken.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Sends some bytes, and waits until a job without another source has received them. What is
    /// sent next is then read separately, so the bytes are really cut here.
    ///
    /// # Panics
    /// If the connection is broken.
    #[track_caller]
    pub fn send_piece(&mut self, bytes: impl AsRef<[u8]>, job: &Stepped) {
        let received = job.status().bytes_received;
        self.send(bytes.as_ref());
        job.until_bytes(received + bytes.as_ref().len() as u64);
    }

    /// The connection.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }
}

/// Whether there is a `python3`. If not, reports the test as skipped.
pub fn has_python(test: &str) -> bool {
    let version = Command::new("python3").arg("--version").output();
    let has_python = version.is_ok_and(|version| version.status.success());
    if !has_python {
        crate::skipped(test, "there is no python3 on the path");
    }
    has_python
}

/// A Python program in `tests/peers` that serves lines on a port of its choice.
pub struct PythonServer {
    child: Child,
    input: Option<ChildStdin>,
    port: u16,
}

impl PythonServer {
    /// Starts a script with arguments. The first line that it prints is its port.
    ///
    /// # Panics
    /// If there is no `python3`, or the script does not start.
    pub fn start<I: AsRef<std::ffi::OsStr>>(
        script: &str,
        arguments: impl IntoIterator<Item = I>,
    ) -> Self {
        let mut child = Command::new("python3")
            .arg(peer_script(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("python3: {error}"));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("{script} said {line:?}"));
        let input = child.stdin.take();
        Self { child, input, port }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Writes a line to the script.
    ///
    /// # Panics
    /// If the script has ended.
    pub fn tell(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
    }

    /// Waits until the script has ended successfully.
    ///
    /// # Panics
    /// If it ends with an error.
    pub fn wait(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for PythonServer {
    fn drop(&mut self) {
        // The script may have ended by itself. Then there is nothing to kill or to report.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path of a script in `tests/peers`.
pub fn peer_script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name)
}
