//! A chunk before it is opened.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use crate::receive::page::Page;
use crate::receive::pool::Lease;
use crate::watch::status::SourceStats;

/// Some records of one source, not opened yet: [`SourceId::open`](crate::job::pipeline::SourceId::open)
/// turns it into the source's own type of chunk.
pub struct RawChunk {
    origin: Arc<SourceStats>,
    payload: Payload,
}

/// What a chunk consists of.
pub(crate) enum Payload {
    /// Bytes that hold whole records.
    Page(Page),
    /// Bytes that hold whole records of this many bytes each.
    Records(Page, usize),
    /// Whole lines of a text that is the user's.
    Shared(Arc<str>, Range<usize>),
    /// A `Vec` of records.
    Items(Box<dyn Any + Send>, Lease),
}

impl RawChunk {
    pub(crate) fn new(origin: Arc<SourceStats>, payload: Payload) -> Self {
        RawChunk { origin, payload }
    }

    /// The index of the source in the program, in the order in which sources were registered.
    pub fn source(&self) -> u16 {
        self.origin.index
    }

    pub(crate) fn into_parts(self) -> (Arc<SourceStats>, Payload) {
        (self.origin, self.payload)
    }
}
