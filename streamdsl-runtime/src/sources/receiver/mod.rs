//! Sources that run a receiver written by a user.

mod handle;
mod into_source;
mod supervisor;

use std::any::type_name;
use std::error::Error as StdError;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::ItemsChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;
use crate::sources::item_buffer::weight;
use crate::sources::receiver::handle::Shared;
pub use crate::sources::receiver::handle::{NotAccepted, ReceiverHandle};
pub use crate::sources::receiver::into_source::IntoSource;

/// A receiver of records, for example from a message queue, a device or another library.
///
/// [`on_start`](Receiver::on_start) sets up the receiver and returns. Whatever it starts uses the
/// [`ReceiverHandle`] to store records, to report errors, and to ask for a restart. A program reads
/// a receiver with `from(my_receiver)`.
///
/// What a receiver stores are records: the engine never joins or cuts them. So a receiver that makes
/// records of a stream of bytes must itself drop the last, unfinished one if it is stopped or if its
/// peer fails. It is a record only if the peer has ended the stream in order.
///
/// There are two ways to store records. [`store`](ReceiverHandle::store) takes one record, which
/// belongs to the batch in which it was stored. [`store_block`](ReceiverHandle::store_block) takes
/// many records and returns when all of them are in a batch: a *reliable* receiver then
/// acknowledges them to its own source. Both wait while the memory for received data is used up, so
/// a receiver that is faster than the program is slowed down.
///
/// ```
/// use std::sync::mpsc;
/// use std::time::Duration;
/// use streamdsl::prelude::*;
/// use streamdsl::source::{Receiver, ReceiverHandle};
///
/// /// Receives what other threads of the program send.
/// struct FromChannel(Option<mpsc::Receiver<String>>);
///
/// impl Receiver for FromChannel {
///     type Item = String;
///
///     fn on_start(
///         &mut self,
///         handle: ReceiverHandle<String>,
///     ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///         let channel = self.0.take().ok_or("the channel can be used once")?;
///         handle.clone().spawn(move || {
///             for line in channel {
///                 if handle.store(line).is_err() {
///                     return; // stopped
///                 }
///             }
///             handle.stop("all senders are gone");
///         })?;
///         Ok(())
///     }
/// }
///
/// let (sender, channel) = mpsc::channel();
/// let lines = Collected::new();
/// let job = stream! { from(FromChannel(Some(channel))) |> collect(&lines) };
/// sender.send("to be".to_string())?;
/// drop(sender);
/// StreamingContext::builder().batch_interval(Duration::from_millis(10)).build()?.run(job)?;
/// assert_eq!(lines.records(), ["to be"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Receiver: Send + 'static {
    /// The type of the records.
    type Item: Send + 'static;

    /// Starts receiving and returns; a stop of the job waits for this call. After a restart it is
    /// called again, with a new handle, once [`on_stop`](Receiver::on_stop) has returned. Handles
    /// of earlier starts store nothing any more. The call runs on a separate thread of the
    /// receiver, so it may take a moment.
    ///
    /// # Errors
    ///
    /// The reason why the receiver cannot start now. It is reported, and the start is tried again
    /// later.
    fn on_start(
        &mut self,
        handle: ReceiverHandle<Self::Item>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>>;

    /// Stops receiving: closes connections and wakes waiting threads. From then on the handle
    /// refuses records. This is also called after an `on_start` that failed.
    fn on_stop(&mut self) {}

    /// Describes the receiver for status and errors. Default: the name of its type.
    fn describe(&self) -> String {
        let name = type_name::<Self>();
        let plain = name.split('<').next().unwrap_or(name);
        format!("receiver {}", plain.rsplit("::").next().unwrap_or(plain))
    }

    /// The size of a record in memory in bytes, which counts against the context's `pool_limit`.
    /// Default: the size of its type, plus 64 bytes if the type owns memory elsewhere.
    fn weight(item: &Self::Item) -> usize
    where
        Self: Sized,
    {
        let _ = item;
        weight::<Self::Item>(1)
    }
}

/// The source that runs a receiver. A program can also name the receiver itself, `from(receiver)`;
/// this function is for code that needs a [`Source`].
pub fn receiver<R: Receiver>(receiver: R) -> ReceiverSource<R> {
    ReceiverSource { name: receiver.describe(), receiver: Some(receiver), running: None }
}

/// A source that runs a [`Receiver`], created by [`receiver`].
pub struct ReceiverSource<R: Receiver> {
    name: String,
    receiver: Option<R>,
    running: Option<Running<R::Item>>,
}

struct Running<T> {
    supervisor: JoinHandle<()>,
    shared: Arc<Shared<T>>,
}

impl<R: Receiver> Source for ReceiverSource<R> {
    type Chunk = ItemsChunk<R::Item>;

    fn describe(&self) -> String {
        self.name.clone()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        let Some(receiver) = self.receiver.take() else { return Ok(()) };
        inlet.waiting(None);
        let shared = Shared::new(inlet.clone(), R::weight);
        let supervised = Arc::clone(&shared);
        let supervisor = inlet.spawn(move |_| supervisor::run(receiver, &supervised))?;
        self.running = Some(Running { supervisor, shared });
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        if let Some(running) = &self.running {
            running.shared.buffer.flush();
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.shared.has_finished())
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.shared.shut_down();
            // A panic of the thread is already reported as the job's error.
            let _ = running.supervisor.join();
            running.shared.buffer.close();
        }
    }
}
