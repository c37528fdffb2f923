//! The state of a receiver's connection, shared with the thread that stops the receiver.

use std::net::{Shutdown, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::base::sync::Monitor;

/// The connection of a receiver, as the thread that stops the receiver sees it.
pub(super) struct Connection {
    state: Monitor<ConnectionState>,
}

pub(super) enum ConnectionState {
    /// The receiver is connecting, in a system call that cannot be interrupted.
    Connecting,
    /// The receiver waits for data from this connection.
    Open(TcpStream),
    /// The receiver pauses before it connects again.
    Pausing,
    /// The receiver must return.
    Closed,
}

impl Default for Connection {
    fn default() -> Self {
        Connection { state: Monitor::new(ConnectionState::Connecting) }
    }
}

impl Connection {
    /// Ends what the receiver does, and waits until its thread has ended.
    pub(super) fn close_and_join(&self, receiver: Option<JoinHandle<()>>) {
        let connecting = self.close();
        // A name lookup or a connection attempt cannot be interrupted. The thread touches nothing
        // shared after that call, so there is no need to wait for it.
        if let Some(receiver) = receiver.filter(|_| !connecting) {
            let _ = receiver.join();
        }
    }

    /// Ends what the receiver does. Returns whether it is in a call that cannot be interrupted.
    fn close(&self) -> bool {
        match self.state.update(|state| std::mem::replace(state, ConnectionState::Closed)) {
            ConnectionState::Connecting => true,
            ConnectionState::Open(stream) => {
                // An error means that the peer has already closed the connection. Then the receiver
                // is not waiting either.
                let _ = stream.shutdown(Shutdown::Both);
                false
            }
            ConnectionState::Pausing | ConnectionState::Closed => false,
        }
    }

    /// Whether the receiver was told to return. Its connection is then closed at this end.
    pub(super) fn is_closed(&self) -> bool {
        self.state.with(|state| matches!(state, ConnectionState::Closed))
    }

    /// Records what the receiver does next. Returns false if the receiver must return instead.
    pub(super) fn enter(&self, next: ConnectionState) -> bool {
        self.state.with(|state| {
            let closed = matches!(state, ConnectionState::Closed);
            if !closed {
                *state = next;
            }
            !closed
        })
    }

    /// Pauses the receiver. Returns false if the receiver must return.
    pub(super) fn pause(&self, duration: Duration) -> bool {
        let until = Instant::now() + duration;
        let closed =
            |state: &mut ConnectionState| matches!(state, ConnectionState::Closed).then_some(());
        self.enter(ConnectionState::Pausing)
            && self.state.wait_deadline(Some(until), closed).is_none()
    }
}
