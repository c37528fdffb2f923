//! A buffer of received bytes.

use std::mem;
use std::sync::Arc;

use crate::receive::pool::{Lease, Pool};

/// How many bytes after a page's text may be read. Their content is not specified, but it is
/// initialised: vector loads may run past the end of the text.
pub(crate) const PADDING: usize = 64;

/// Received bytes: first filled by a receiver, then sealed and read by a worker.
///
/// Dropping a page returns its buffer to the pool.
pub(crate) struct Page {
    /// Room for the text and `PADDING` bytes more; after sealing, exactly the text and the padding.
    buffer: Vec<u8>,
    len: usize,
    /// What the pool counts for this page.
    charged: usize,
    pool: Arc<Pool>,
    /// What has been charged beyond the pool's page size, because a record was longer.
    growth: Option<Lease>,
}

impl Page {
    pub(super) fn new(buffer: Vec<u8>, pool: Arc<Pool>) -> Self {
        let charged = buffer.len();
        Page { buffer, len: 0, charged, pool, growth: None }
    }

    /// The bytes received so far.
    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Where the next bytes are to be put.
    pub(crate) fn free(&mut self) -> &mut [u8] {
        let end = self.buffer.len() - PADDING;
        &mut self.buffer[self.len..end]
    }

    /// Makes the first `count` bytes of the free part text; gives those bytes.
    pub(crate) fn advance(&mut self, count: usize) -> &[u8] {
        let start = self.len;
        self.len = (start + count).min(self.buffer.len() - PADDING);
        &self.buffer[start..self.len]
    }

    /// Doubles the room for text. This never waits: a record that has begun must be completed.
    pub(crate) fn grow(&mut self) {
        let room = self.buffer.len() - PADDING;
        self.buffer.resize(2 * room + PADDING, 0);
        let beyond = self.buffer.len() - self.charged;
        self.growth = None;
        self.growth = Some(self.pool.lease_over_limit(beyond));
    }

    /// Ends filling at `len` bytes of text, so that the buffer is exactly the text and its padding.
    pub(crate) fn seal(&mut self, len: usize) {
        self.len = len.min(self.len);
        self.buffer.truncate(self.len + PADDING);
        // Zeros, and not what was there before, so that the whole buffer can be one valid string.
        self.buffer[self.len..].fill(0);
    }

    /// The text and its padding, of a sealed page.
    pub(crate) fn padded(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes the buffer out, for a reader that needs it as a string.
    pub(crate) fn take_buffer(&mut self) -> Vec<u8> {
        mem::take(&mut self.buffer)
    }

    /// Puts the buffer back, so that it returns to the pool with the page.
    pub(crate) fn restore_buffer(&mut self, buffer: Vec<u8>) {
        self.buffer = buffer;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // A buffer that has grown served one long record; keeping it would waste its size.
        let reusable = self.growth.is_none().then(|| mem::take(&mut self.buffer));
        self.pool.give_back(reusable, self.charged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_followed_by_zeroed_padding() {
        let pool = Pool::new(4096, 1 << 20, 8);
        let mut page = pool.acquire_unless(|| false).unwrap();
        page.free()[..5].copy_from_slice(b"a\nbcd");
        assert_eq!(page.advance(5), b"a\nbcd");
        page.seal(2);
        assert_eq!(page.text(), b"a\n");
        assert_eq!(page.padded(), [b"a\n".as_slice(), &[0; PADDING]].concat());
    }

    #[test]
    fn a_recycled_page_has_its_full_size() {
        let pool = Pool::new(4096, 1 << 20, 8);
        let mut page = pool.acquire_unless(|| false).unwrap();
        page.advance(10);
        page.seal(10);
        drop(page);
        assert_eq!(pool.acquire_unless(|| false).unwrap().free().len(), 4096);
    }

    #[test]
    fn growth_is_charged_and_released() {
        let pool = Pool::new(4096, 1 << 20, 8);
        let mut page = pool.acquire_unless(|| false).unwrap();
        page.grow();
        page.grow();
        assert_eq!(page.free().len(), 4 * 4096);
        assert_eq!(pool.in_use(), 4 * 4096 + PADDING);
        drop(page);
        assert_eq!(pool.in_use(), 0);
    }
}
