//! The connection of a receiver, as others see it.

use std::net::{Shutdown, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::base::sync::Monitor;

/// The connection, as the thread that stops the receiver sees it.
pub(super) struct Line {
    state: Monitor<LineState>,
}

pub(super) enum LineState {
    /// The receiver is in a call that cannot be interrupted.
    Reaching,
    /// The receiver waits for data of this connection.
    Open(TcpStream),
    /// The receiver pauses before it tries again.
    Pausing,
    /// The receiver is to return.
    HungUp,
}

impl Default for Line {
    fn default() -> Self {
        Line { state: Monitor::new(LineState::Reaching) }
    }
}

impl Line {
    /// Ends whatever the receiver does, and waits until its thread has ended.
    pub(super) fn hang_up_on(&self, receiver: Option<JoinHandle<()>>) {
        let in_the_system = self.hang_up();
        // Asking a name server or reaching a host cannot be interrupted. The thread touches nothing
        // any more when it comes back, so there is no need to wait for it.
        if let Some(receiver) = receiver.filter(|_| !in_the_system) {
            let _ = receiver.join();
        }
    }

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
    pub(super) fn enter(&self, next: LineState) -> bool {
        self.state.with(|state| {
            let hung_up = matches!(state, LineState::HungUp);
            if !hung_up {
                *state = next;
            }
            !hung_up
        })
    }

    /// Waits; gives false if the receiver is to return.
    pub(super) fn pause(&self, duration: Duration) -> bool {
        let until = Instant::now() + duration;
        let hung_up = |state: &mut LineState| matches!(state, LineState::HungUp).then_some(());
        self.enter(LineState::Pausing) && self.state.wait_deadline(Some(until), hung_up).is_none()
    }
}
