//! The connection of a receiver, as others see it.

use std::net::{Shutdown, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::base::sync::Monitor;

/// The connection, as the thread that stops the receiver sees it.
pub(super) struct Connection {
    state: Monitor<ConnectionState>,
}

pub(super) enum ConnectionState {
    /// The receiver is in a call that cannot be interrupted.
    Connecting,
    /// The receiver waits for data of this connection.
    Open(TcpStream),
    /// The receiver pauses before it tries again.
    Pausing,
    /// The receiver is to return.
    Closed,
}

impl Default for Connection {
    fn default() -> Self {
        Connection { state: Monitor::new(ConnectionState::Connecting) }
    }
}

impl Connection {
    /// Ends whatever the receiver does, and waits until its thread has ended.
    pub(super) fn close_and_join(&self, receiver: Option<JoinHandle<()>>) {
        let connecting = self.close();
        // Asking a name server or reaching a host cannot be interrupted. The thread touches nothing
        // any more when it comes back, so there is no need to wait for it.
        if let Some(receiver) = receiver.filter(|_| !connecting) {
            let _ = receiver.join();
        }
    }

    /// Ends whatever the receiver does; tells whether it is in a call that cannot be interrupted.
    fn close(&self) -> bool {
        match self.state.update(|state| std::mem::replace(state, ConnectionState::Closed)) {
            ConnectionState::Connecting => true,
            ConnectionState::Open(stream) => {
                // An error means that the peer was faster, and then nobody is waiting either.
                let _ = stream.shutdown(Shutdown::Both);
                false
            }
            ConnectionState::Pausing | ConnectionState::Closed => false,
        }
    }

    /// Says what the receiver is about to do; gives false if it is to return instead.
    pub(super) fn enter(&self, next: ConnectionState) -> bool {
        self.state.with(|state| {
            let closed = matches!(state, ConnectionState::Closed);
            if !closed {
                *state = next;
            }
            !closed
        })
    }

    /// Waits; gives false if the receiver is to return.
    pub(super) fn pause(&self, duration: Duration) -> bool {
        let until = Instant::now() + duration;
        let closed =
            |state: &mut ConnectionState| matches!(state, ConnectionState::Closed).then_some(());
        self.enter(ConnectionState::Pausing)
            && self.state.wait_deadline(Some(until), closed).is_none()
    }
}
