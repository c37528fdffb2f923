//! Receivers written by users.

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

/// Something that receives records: from a queue server, a device, another library.
///
/// [`on_start`](Receiver::on_start) sets the receiving up and returns; whatever it starts uses the
/// [`ReceiverHandle`] to store records, to report errors, and to ask for a restart. A receiver
/// joins a program with `from(my_receiver)`.
///
/// There are two ways to store. [`store`](ReceiverHandle::store) takes one record, which joins the
/// batch in which it was stored. [`store_block`](ReceiverHandle::store_block) takes many, and
/// returns when all of them are in a batch: a *reliable* receiver acknowledges them to its own
/// source after that. Both wait while the memory for received data is used up, so a receiver that
/// is faster than the program is slowed down.
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
    /// A record.
    type Item: Send + 'static;

    /// Starts receiving, and returns: a stop waits for it. It is called again after
    /// [`on_stop`](Receiver::on_stop) for a restart, with a new handle; the handles of before store
    /// nothing any more. It runs on a thread of the receiver's own, so it may take a moment.
    ///
    /// # Errors
    ///
    /// What makes it impossible for now: it is reported, and tried again later.
    fn on_start(
        &mut self,
        handle: ReceiverHandle<Self::Item>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>>;

    /// Stops receiving: ends connections, wakes up threads that wait. What is stored from then on is
    /// refused. It is also called after an `on_start` that failed.
    fn on_stop(&mut self) {}

    /// What the receiver is, for status and errors. Unless stated, the name of its type.
    fn describe(&self) -> String {
        let name = type_name::<Self>();
        let plain = name.split('<').next().unwrap_or(name);
        format!("receiver {}", plain.rsplit("::").next().unwrap_or(plain))
    }

    /// What a record weighs in memory, in bytes: it counts against the context's `pool_limit`.
    /// Unless stated, the size of its type, and 64 bytes more if it owns memory elsewhere.
    fn weight(item: &Self::Item) -> usize
    where
        Self: Sized,
    {
        let _ = item;
        weight::<Self::Item>(1)
    }
}

/// The source that runs a receiver. A program may also name the receiver itself, `from(receiver)`;
/// this is for code that needs a [`Source`].
pub fn receiver<R: Receiver>(receiver: R) -> ReceiverSource<R> {
    ReceiverSource { name: receiver.describe(), receiver: Some(receiver), running: None }
}

/// A source that runs a [`Receiver`], made by [`receiver`].
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
            // Its panic has become the job's error.
            let _ = running.supervisor.join();
            running.shared.buffer.close();
        }
    }
}
