//! The handle through which a receiver stores records.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::base::sync::Monitor;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::item_buffer::ItemBuffer;

/// The error when records are not stored because the receiver has been stopped or is being
/// restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not stored: the receiver has been stopped or restarted")]
pub struct NotAccepted;

/// A receiver's access to the job. See [`Receiver`](super::Receiver).
///
/// Clones share one handle and can be sent to any thread. A handle belongs to one start of the
/// receiver: after a restart it is [stopped](ReceiverHandle::is_stopped).
pub struct ReceiverHandle<T> {
    shared: Arc<Shared<T>>,
    start: u64,
}

impl<T> Clone for ReceiverHandle<T> {
    fn clone(&self) -> Self {
        ReceiverHandle { shared: Arc::clone(&self.shared), start: self.start }
    }
}

impl<T> fmt::Debug for ReceiverHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiverHandle").field("start", &self.start).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> ReceiverHandle<T> {
    pub(super) fn new(shared: Arc<Shared<T>>, start: u64) -> Self {
        ReceiverHandle { shared, start }
    }

    /// Stores one record. It belongs to the batch that is open now or to the next one. Waits while
    /// the memory for received data is used up or the rate limit is reached.
    ///
    /// # Errors
    ///
    /// If the receiver has been stopped or restarted. The record is then dropped.
    pub fn store(&self, item: T) -> Result<(), NotAccepted> {
        let bytes = (self.shared.weight)(&item);
        self.accept(|buffer| buffer.push(item, bytes))
    }

    /// Stores many records, one after the other.
    ///
    /// # Errors
    ///
    /// If the receiver has been stopped or restarted. The remaining records are then dropped.
    pub fn store_all(&self, items: impl IntoIterator<Item = T>) -> Result<(), NotAccepted> {
        items.into_iter().try_for_each(|item| self.store(item))
    }

    /// Stores records that belong together: all of them are in the same batch, or none is. When the
    /// call returns `Ok`, they are in a batch and may be acknowledged.
    ///
    /// One worker processes a block, so a block should have some hundreds or thousands of records.
    ///
    /// # Errors
    ///
    /// If the receiver has been stopped or restarted. None of the records is stored then.
    pub fn store_block(&self, items: Vec<T>) -> Result<(), NotAccepted> {
        let weigh = self.shared.weight;
        let bytes = items.iter().map(weigh).fold(0, usize::saturating_add);
        self.accept(|buffer| buffer.push_block(items, bytes))
    }

    /// Whether the receiver must stop, because the job is stopping or the receiver is being
    /// restarted.
    pub fn is_stopped(&self) -> bool {
        self.shared.is_over(self.start) || self.shared.inlet.is_stopping()
    }

    /// Reports an error by a notice and in the status. The receiver continues.
    pub fn report_error(&self, message: impl fmt::Display) {
        self.shared.inlet.trouble(&message.to_string());
    }

    /// Asks for a restart and returns at once. The receiver is stopped and started again after a
    /// pause. The pause is 100 ms at first and doubles with each restart, up to 2 s; it starts
    /// again at 100 ms after something has been stored.
    pub fn restart(&self, reason: impl fmt::Display) {
        self.shared.command(self.start, Command::Restart(reason.to_string(), None));
    }

    /// Asks for a restart after `delay`, and returns at once.
    pub fn restart_after(&self, delay: Duration, reason: impl fmt::Display) {
        self.shared.command(self.start, Command::Restart(reason.to_string(), Some(delay)));
    }

    /// Ends the receiver and returns at once. No more records will come. The job ends by itself
    /// when all its sources have ended.
    pub fn stop(&self, reason: impl fmt::Display) {
        self.shared.command(self.start, Command::Finish(reason.to_string()));
    }

    /// Ends the job with an error, because the receiver cannot continue.
    pub fn fail(&self, message: impl fmt::Display) {
        self.shared.inlet.fail(message.to_string());
    }

    /// Runs `receive` on a new thread. If it panics, the job ends with an error.
    ///
    /// # Errors
    ///
    /// [`Error::Source`] if the operating system cannot start a thread.
    pub fn spawn(&self, receive: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        self.shared.inlet.spawn(move |_| receive()).map(drop)
    }

    fn accept(&self, store: impl FnOnce(&ItemBuffer<T>) -> bool) -> Result<(), NotAccepted> {
        let shared = &self.shared;
        if shared.is_over(self.start) || !store(&shared.buffer) {
            return Err(NotAccepted);
        }
        shared.control.with(|control| control.stored_since_start = true);
        Ok(())
    }
}

/// The state that the receiver's threads, its supervisor and the driver share.
pub(super) struct Shared<T> {
    pub(super) inlet: Inlet<ItemsChunk<T>>,
    pub(super) buffer: ItemBuffer<T>,
    pub(super) control: Monitor<Control>,
    weight: fn(&T) -> usize,
}

/// The requests to the supervisor and the state of the receiver.
#[derive(Default)]
pub(super) struct Control {
    /// The number of the current start; zero while the receiver is not running.
    pub(super) running: u64,
    pub(super) command: Option<Command>,
    pub(super) stored_since_start: bool,
    /// The receiver has ended by itself.
    pub(super) finished: bool,
    /// The job is stopping.
    pub(super) shut_down: bool,
}

pub(super) enum Command {
    Restart(String, Option<Duration>),
    Finish(String),
}

impl<T: Send + 'static> Shared<T> {
    pub(super) fn new(inlet: Inlet<ItemsChunk<T>>, weight: fn(&T) -> usize) -> Arc<Self> {
        let control = Monitor::new(Control::default());
        Arc::new(Shared { buffer: ItemBuffer::new(inlet.clone()), inlet, control, weight })
    }

    fn is_over(&self, start: u64) -> bool {
        self.control.with(|control| control.running != start || control.shut_down)
    }

    /// Takes a command from the receiver. Only the first command of a start counts.
    fn command(&self, start: u64, command: Command) {
        self.control.update(|control| {
            if control.running == start {
                control.command.get_or_insert(command);
            }
        });
    }

    pub(super) fn shut_down(&self) {
        self.control.update(|control| control.shut_down = true);
    }

    pub(super) fn has_finished(&self) -> bool {
        self.control.with(|control| control.finished)
    }
}
