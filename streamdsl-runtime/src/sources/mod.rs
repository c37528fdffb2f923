//! The built-in sources of records, and the traits for sources and receivers written by users.
//!
//! Uses `receive` and the rooms below it, and the object file reader of `outputs`. The job drives
//! the sources, and the language names them.
//!
//! A [`Source`] delivers records through its [`Inlet`]. There are two kinds:
//!
//! - A source that *receives* starts a thread in [`start`](Source::start). The thread puts data
//!   into the inlet whenever data arrive. Example: [`socket`].
//! - A source that is *asked* delivers its records in [`end_batch`](Source::end_batch), which the
//!   job calls at the end of each batch. Examples: [`memory`], [`text_file`].
//!
//! # Writing a source
//!
//! A program reads any `impl Source` with `from(...)`. This source counts:
//!
//! ```
//! use streamdsl::chunk::ItemsChunk;
//! use streamdsl::error::Result;
//! use streamdsl::source::{Inlet, Source};
//! use streamdsl::time::BatchTime;
//!
//! /// Delivers the next number in every batch, up to `last`.
//! struct Numbers {
//!     next: u64,
//!     last: u64,
//!     inlet: Option<Inlet<ItemsChunk<u64>>>,
//! }
//!
//! impl Source for Numbers {
//!     type Chunk = ItemsChunk<u64>;
//!
//!     fn describe(&self) -> String {
//!         format!("numbers to {}", self.last)
//!     }
//!
//!     fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
//!         self.inlet = Some(inlet);
//!         Ok(())
//!     }
//!
//!     fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
//!         if let Some(inlet) = self.inlet.as_ref().filter(|_| self.next <= self.last) {
//!             inlet.push_items(vec![self.next]);
//!             self.next += 1;
//!         }
//!         Ok(())
//!     }
//!
//!     fn exhausted(&self) -> bool {
//!         self.next > self.last
//!     }
//!
//!     fn stop(&mut self) {}
//! }
//! ```

mod backoff;
mod files;
mod generator;
mod input_reader;
mod item_buffer;
mod limited;
mod memory;
mod object_file;
mod portions;
mod queue;
mod rate;
mod receiver;
mod replay;
mod socket;
mod stdin;
mod stream_start;
mod text;
mod text_file;
mod union_all;

use std::sync::Arc;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::Chunk;
pub use crate::receive::inlet::{Fill, Filled, Inlet};
use crate::receive::intake::Intake;
pub use crate::receive::long_record::OnLongRecord;
pub use crate::sources::files::{
    ByteLines, Converted, FileFormat, FileProgress, FileRead, FileStream, OpenFile, Records,
    Settle, TextLines, files,
};
pub use crate::sources::generator::{GeneratorSource, generator};
pub use crate::sources::input_reader::InputReader;
pub use crate::sources::limited::{LimitedSource, limited};
pub use crate::sources::memory::{MemorySource, memory};
pub use crate::sources::object_file::{ObjectFileSource, object_file};
pub use crate::sources::queue::{MemoryChannel, MemoryQueue, Queue, QueueSource, memory_channel};
pub use crate::sources::rate::Rate;
pub use crate::sources::receiver::{
    IntoSource, NotAccepted, Receiver, ReceiverHandle, ReceiverSource, receiver,
};
pub use crate::sources::replay::{ReplaySource, replay};
pub use crate::sources::socket::{
    ConvertingSocketSource, SocketSource, socket, socket_bytes, socket_with,
};
pub use crate::sources::stdin::{StdinSource, stdin};
pub use crate::sources::text::{TextSource, text, texts};
pub use crate::sources::text_file::{TextFileSource, text_file};
pub use crate::sources::union_all::{UnionAll, union_all};

/// A source of records. See the [module](self) for an example.
///
/// One thread at a time calls the methods: the thread that starts the job calls `start`, and the
/// thread that ends the batches calls the others.
pub trait Source: Send + 'static {
    /// The form in which the source delivers its records.
    type Chunk: Chunk;

    /// Describes the source for status and errors, for example `socket localhost:9999`.
    fn describe(&self) -> String;

    /// Starts the source. A source that receives starts its threads here, with [`Inlet::spawn`].
    /// The call must return soon, even if there is no peer yet.
    ///
    /// # Errors
    ///
    /// If the source can never deliver anything. The job then does not start.
    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()>;

    /// Called when `batch` is about to end. A source that is asked delivers its records for the
    /// batch now. Workers process them while the call runs, so a batch may hold more records than
    /// fit into memory.
    ///
    /// # Errors
    ///
    /// If the source cannot go on. The job then ends with this error.
    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let _ = batch;
        Ok(())
    }

    /// Whether the source has delivered all its records. The job ends by itself when all its
    /// sources are exhausted.
    fn exhausted(&self) -> bool {
        false
    }

    /// The most records per second that the source may receive, if its limit differs from
    /// [`Builder::max_rate`](crate::job::context::Builder::max_rate). [`limited`] sets such a limit
    /// for any source. The job asks once, at the start.
    fn max_rate(&self) -> Option<u64> {
        None
    }

    /// Stops receiving, and returns when no more records will come. Records already received stay
    /// in the inlet. The job may call this more than once, and also for a source that was never
    /// started.
    fn stop(&mut self);
}

/// A source whose concrete type is erased.
pub(crate) trait AnySource: Send {
    fn describe(&self) -> String;
    fn start(&mut self, intake: Arc<Intake>) -> Result<()>;
    fn end_batch(&mut self, batch: BatchTime) -> Result<()>;
    fn exhausted(&self) -> bool;
    fn max_rate(&self) -> Option<u64>;
    fn stop(&mut self);
}

impl<S: Source> AnySource for S {
    fn describe(&self) -> String {
        Source::describe(self)
    }

    fn start(&mut self, intake: Arc<Intake>) -> Result<()> {
        Source::start(self, Inlet::new(intake))
    }

    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        Source::end_batch(self, batch)
    }

    fn exhausted(&self) -> bool {
        Source::exhausted(self)
    }

    fn max_rate(&self) -> Option<u64> {
        Source::max_rate(self)
    }

    fn stop(&mut self) {
        Source::stop(self);
    }
}
