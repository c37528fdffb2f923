//! Where records come from.
//!
//! A [`Source`] delivers records through its [`Inlet`]. There are two ways to do so:
//!
//! - A source that *receives* starts a thread in [`start`](Source::start), which puts data into the
//!   inlet whenever they arrive: [`socket`].
//! - A source that is *asked* delivers in [`end_batch`](Source::end_batch), which is called at the
//!   end of each batch: [`memory`], [`text_file`].
//!
//! # Writing a source
//!
//! Any `impl Source` joins a pipeline with `from(...)`. This one counts:
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
mod text;
mod text_file;

use std::sync::Arc;

use crate::base::error::Result;
use crate::base::time::BatchTime;
use crate::receive::chunk::Chunk;
pub use crate::receive::inlet::{Fill, Filled, Inlet};
use crate::receive::intake::Intake;
pub use crate::sources::files::{
    ByteLines, Converted, FileFormat, FileProgress, FileRead, FileStream, OpenFile, Records,
    TextLines, files,
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
pub use crate::sources::text::{TextSource, text};
pub use crate::sources::text_file::{TextFileSource, text_file};

/// A source of records. See the [module](self) for an example.
///
/// The calls come from one thread at a time: `start` from the thread that starts the job, the rest
/// from the thread that ends the batches.
pub trait Source: Send + 'static {
    /// In which form the source delivers its records.
    type Chunk: Chunk;

    /// What the source is, for status and errors: `socket localhost:9999`.
    fn describe(&self) -> String;

    /// Begins. A source that receives starts its threads here, with [`Inlet::spawn`]; the call
    /// itself returns soon, whether there is a peer or not.
    ///
    /// # Errors
    ///
    /// If the source can never deliver anything, so that starting the job is pointless.
    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()>;

    /// The batch `batch` is about to end. A source that is asked delivers its records for it now;
    /// workers process them while the call runs, so there may be more than fit into memory.
    ///
    /// # Errors
    ///
    /// If the source cannot go on. The job ends with that error.
    fn end_batch(&mut self, batch: BatchTime) -> Result<()> {
        let _ = batch;
        Ok(())
    }

    /// Whether the source has delivered everything it ever will. The job ends by itself when all
    /// its sources are exhausted.
    fn exhausted(&self) -> bool {
        false
    }

    /// How many records per second the source may receive at most, if it is to have another limit
    /// than [`Builder::max_rate`](crate::job::context::Builder::max_rate); [`limited`] gives one to any
    /// source. Asked for once, at the start.
    fn max_rate(&self) -> Option<u64> {
        None
    }

    /// Stops receiving, and returns when nothing more will come. What has been received stays in
    /// the inlet. It may be called more than once, and also if the source was never started.
    fn stop(&mut self);
}

/// A source whose type is not known any more.
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
