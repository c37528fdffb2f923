//! A chunk before it is opened.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use crate::data::place::Place;
use crate::receive::page::Page;
use crate::receive::pool::Lease;
use crate::watch::status::SourceStats;

/// A chunk that is not opened yet. [`SourceId::open`](crate::job::pipeline::SourceId::open) turns it
/// into the source's own kind of chunk.
pub struct RawChunk {
    origin: Arc<SourceStats>,
    /// How many chunks the batch got before this one.
    number: u64,
    payload: Payload,
}

/// The content of a raw chunk.
pub(crate) enum Payload {
    /// Whole lines.
    Page(Page),
    /// Whole records of this many bytes each.
    Records(Page, usize),
    /// Whole lines of a text of the user's.
    Shared(Arc<str>, Range<usize>),
    /// A `Vec` of records, and the memory that it counts as.
    Items(Box<dyn Any + Send>, Lease),
}

impl RawChunk {
    pub(crate) fn new(origin: Arc<SourceStats>, payload: Payload) -> Self {
        RawChunk { origin, number: 0, payload }
    }

    /// Returns the number of the source, counted from 0 in the order in which the program registers
    /// its sources. The sources of a list that is registered as one have the same number.
    pub fn source(&self) -> u16 {
        self.origin.of_program
    }

    /// Returns the position of the source among all sources of the job. Each source of a list has its
    /// own.
    pub(crate) fn source_of_job(&self) -> u16 {
        self.origin.index
    }

    /// Returns the place of the records among those of their source.
    pub fn place(&self) -> Place {
        Place::of_chunk(self.origin.index, self.number)
    }

    /// Notes how many chunks the batch got before this one.
    pub(crate) fn set_number(&mut self, number: u64) {
        self.number = number;
    }

    pub(crate) fn into_parts(self) -> (Arc<SourceStats>, Payload) {
        (self.origin, self.payload)
    }
}
