//! The way of received data into the open batch.

mod begun;

use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::base::blame::panic_message;
use crate::base::error::{Error, Result};
use crate::base::notice::NoticeKind;
use crate::receive::chunk::{Chunk, ItemsChunk, PageChunk};
pub use crate::receive::inlet::begun::Filled;
use crate::receive::intake::{Intake, Until};

/// What came of [`Inlet::fill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// So many bytes were read.
    Read(usize),
    /// Nothing was read: the peer has nothing more to say.
    End,
    /// The job is stopping; the receiver is to return.
    Stopped,
}

/// A source's way into the job: it takes received data and puts them into the open batch.
///
/// Bytes are read straight into a page by [`fill`](Inlet::fill) or copied by
/// [`push_bytes`](Inlet::push_bytes); records end with a line feed. A page that is full goes to the
/// workers at once. At the end of a batch the driver takes every complete record that has been
/// read, so a record belongs to the batch in which its line end was read. Items are handed over by
/// [`push_items`](Inlet::push_items).
///
/// Every call may block while the memory for received data is used up. Calls that come from a thread
/// of the source's own also block while its [rate limit](crate::receive::flow) is reached; records that are
/// delivered within [`end_batch`](crate::sources::Source::end_batch) are not held back. Clones are the
/// same inlet.
pub struct Inlet<C> {
    intake: Arc<Intake>,
    kind: PhantomData<fn() -> C>,
}

impl<C> Clone for Inlet<C> {
    fn clone(&self) -> Self {
        Inlet { intake: Arc::clone(&self.intake), kind: PhantomData }
    }
}

impl<C: Chunk> Inlet<C> {
    pub(crate) fn new(intake: Arc<Intake>) -> Self {
        Inlet { intake, kind: PhantomData }
    }

    /// Whether the job is stopping, so that a receiver should return.
    pub fn is_stopping(&self) -> bool {
        self.intake.control.stop.is_stopping()
    }

    /// How many records per second are wanted from this source at the moment, if there is a limit:
    /// for sources that ask their peer for records, and can ask for fewer.
    pub fn rate_limit(&self) -> Option<f64> {
        self.intake.rate_limit()
    }

    /// The source has reached its peer.
    pub fn connected(&self, message: &str) {
        self.intake.stats.set_connected();
        self.notify(NoticeKind::Connected, message);
        self.intake.bus.receiver_started(&self.intake.stats);
    }

    /// The source has lost its peer and will try to reach it again.
    pub fn disconnected(&self, message: &str) {
        self.intake.stats.set_disconnected(Some(message));
        self.notify(NoticeKind::Disconnected, message);
        self.intake.bus.receiver_stopped(&self.intake.stats, Some(message));
    }

    /// The source has no peer yet, or could not reach it; only the status shows it.
    pub fn waiting(&self, reason: Option<&str>) {
        self.intake.stats.set_disconnected(reason);
        if let Some(reason) = reason {
            self.intake.bus.receiver_failed(&self.intake.stats, reason);
        }
    }

    /// The source has a problem that does not keep it from receiving: the status shows it, and
    /// listeners are told.
    pub fn report_error(&self, message: &str) {
        self.intake.stats.set_error(message);
        self.intake.bus.receiver_failed(&self.intake.stats, message);
    }

    /// Tells the operator of the program something.
    pub fn notify(&self, kind: NoticeKind, message: &str) {
        self.intake.control.notify(&self.intake.stats.name, kind, message);
    }

    /// The source cannot go on: the job ends with an error that names the source.
    pub fn fail(&self, message: impl Into<String>) {
        self.intake.control.fail(Error::source(&self.intake.stats.name, message));
    }

    /// Runs `receive` on a thread of its own. Should it panic, the job ends with an error.
    ///
    /// # Errors
    ///
    /// [`Error::Source`] if the operating system gives no thread.
    pub fn spawn(
        &self,
        receive: impl FnOnce(&Inlet<C>) + Send + 'static,
    ) -> Result<JoinHandle<()>> {
        let inlet = self.clone();
        let name = format!("source-{}", self.intake.stats.index);
        self.intake.stats.thread_started();
        self.intake.bus.receiver_started(&self.intake.stats);
        let thread = move || {
            let mut trouble = None;
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| receive(&inlet))) {
                let message = format!("its receiver panicked: {}", panic_message(&*panic));
                trouble = Some(message.clone());
                inlet.fail(message);
            }
            if inlet.intake.stats.thread_ended() && !inlet.is_stopping() {
                inlet.intake.bus.receiver_stopped(&inlet.intake.stats, trouble.as_deref());
            }
        };
        std::thread::Builder::new().name(name).spawn(thread).map_err(|error| {
            Error::source(&self.intake.stats.name, format!("cannot start its thread: {error}"))
        })
    }
}

impl<C: PageChunk> Inlet<C> {
    /// Reads once, straight into the open page.
    ///
    /// `read` gets the free part of the page and returns how many bytes it put there, as
    /// [`io::Read::read`] does. It must not wait for data: the end of a batch waits until it
    /// returns. Wait before the call (`TcpStream::peek`), or read into a buffer of your own and use
    /// [`push_bytes`](Inlet::push_bytes).
    ///
    /// # Errors
    ///
    /// Those of `read`.
    pub fn fill(&self, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<Fill> {
        self.intake.fill(Until::Stop, read)
    }

    /// Copies bytes into the open page; gives false if the job is stopping.
    pub fn push_bytes(&self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let copied = self.intake.fill(Until::Stop, |free| {
                let count = bytes.len().min(free.len());
                free[..count].copy_from_slice(&bytes[..count]);
                Ok(count)
            });
            match copied {
                Ok(Fill::Read(count)) => bytes = &bytes[count..],
                Ok(Fill::End | Fill::Stopped) | Err(_) => return false,
            }
        }
        true
    }

    /// Makes bytes after the last line end a record: nothing will complete them.
    pub fn finish_record(&self) {
        self.intake.finish_record();
    }
}

impl<T: Send + 'static> Inlet<ItemsChunk<T>> {
    /// Hands over some records; gives false, and drops them, if the job is stopping.
    ///
    /// The items count against the memory for received data by their size without what they own
    /// on the heap. They stay together, so hand over some hundreds at once: few enough that all
    /// workers get some.
    pub fn push_items(&self, items: Vec<T>) -> bool {
        let bytes = items.len() * size_of::<T>();
        self.intake.push(items, bytes, Until::Stop).is_ok()
    }

    /// Hands over records that have been accepted before the job began to stop.
    pub(crate) fn push_accepted(&self, items: Vec<T>) {
        self.intake.push_accepted(items);
    }
}
