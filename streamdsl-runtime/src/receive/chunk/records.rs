//! Records of a fixed length.

use std::slice::ChunksExact;

use crate::base::error::Result;
use crate::receive::chunk::{Chunk, wrong_kind};
use crate::receive::chunk::{Payload, RawChunk};
use crate::receive::page::Page;

/// Records of a fixed length without separators, as `&[u8]`.
pub struct RecordsChunk {
    page: Page,
    length: usize,
}

/// The iterator over the records of a [`RecordsChunk`].
pub type FixedRecords<'b> = ChunksExact<'b, u8>;

impl Chunk for RecordsChunk {
    type Item<'b> = &'b [u8];
    type Records<'b> = FixedRecords<'b>;

    fn open(raw: RawChunk) -> Result<Self> {
        match raw.into_parts() {
            (_, Payload::Records(page, length)) if length > 0 => Ok(RecordsChunk { page, length }),
            (origin, _) => Err(wrong_kind(&origin.name)),
        }
    }

    fn records(&self) -> FixedRecords<'_> {
        self.page.text().chunks_exact(self.length)
    }

    fn page_bytes(&self) -> &[u8] {
        self.page.padded()
    }
}
