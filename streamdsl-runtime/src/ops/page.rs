//! Pages as generated code sees them.

use crate::chunk::Chunk;
use crate::keyed::PageWindow;

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
