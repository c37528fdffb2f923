//! Pages as generated code sees them.

use crate::batch::RawChunk;
use crate::chunk::Chunk;
use crate::error::Result;
use crate::keyed::PageWindow;
use crate::pipeline::SourceId;
use crate::source::Source;

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
pub fn window<C: Chunk>(chunk: &C) -> PageWindow<'_> {
    chunk.window()
}

/// Stands for the page of records that are on none.
#[inline(always)]
pub fn none() -> PageWindow<'static> {
    PageWindow::none()
}
