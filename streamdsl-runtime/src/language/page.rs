//! Pages as generated code sees them.

use crate::base::error::Result;
use crate::data::key::PageBytes;
use crate::job::pipeline::SourceId;
use crate::receive::chunk::Chunk;
use crate::receive::chunk::RawChunk;
use crate::sources::Source;

/// Opens a page that a source has delivered.
///
/// # Errors
/// [`Error::Internal`](crate::Error::Internal) if it comes from another source.
#[inline]
pub fn open<S: Source>(source: SourceId<S>, raw: RawChunk) -> Result<S::Chunk> {
    source.open(raw)
}

/// The records of a page.
#[inline(always)]
pub fn records<C: Chunk>(chunk: &C) -> C::Records<'_> {
    chunk.records()
}

/// Where the records of a page lie.
#[inline(always)]
pub fn window<C: Chunk>(chunk: &C) -> PageBytes<'_> {
    chunk.window()
}

/// Stands for the page of records that are on none.
#[inline(always)]
pub fn none() -> PageBytes<'static> {
    PageBytes::none()
}
