//! A buffer of received bytes.

use std::mem;
use std::sync::Arc;

use crate::receive::pool::{Lease, PADDING, Pool};

/// A buffer of received bytes. A receiver fills it; then it is sealed, and a worker reads it.
///
/// A page that is dropped returns its buffer to the pool.
pub(crate) struct Page {
    /// Room for the text, then `PADDING` bytes. After sealing, exactly the text and the padding.
    buffer: Vec<u8>,
    len: usize,
    /// The bytes that the pool counts for this page.
    charged: usize,
    pool: Arc<Pool>,
    /// The bytes beyond the pool's page size, if a long record made the page grow.
    growth: Option<Lease>,
}

impl Page {
    /// Takes a page from the pool. Waits while the limit of the pool is reached; returns `None` as
    /// soon as `gives_up` returns true.
    pub(super) fn acquire_unless(pool: &Arc<Pool>, gives_up: impl Fn() -> bool) -> Option<Self> {
        pool.acquire_unless(gives_up).map(|buffer| Self::new(buffer, Arc::clone(pool)))
    }

    /// Takes a page from the pool at once, even beyond the limit, for data that must not be lost.
    pub(super) fn acquire_over_limit(pool: &Arc<Pool>) -> Self {
        Self::new(pool.acquire_over_limit(), Arc::clone(pool))
    }

    fn new(buffer: Vec<u8>, pool: Arc<Pool>) -> Self {
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

    /// The free part of the page: the next bytes go to its beginning.
    pub(crate) fn free(&mut self) -> &mut [u8] {
        let end = self.buffer.len() - PADDING;
        &mut self.buffer[self.len..end]
    }

    /// Makes the first `count` bytes of the free part text, and returns them.
    pub(crate) fn advance(&mut self, count: usize) -> &[u8] {
        let start = self.len;
        self.len = (start + count).min(self.buffer.len() - PADDING);
        &self.buffer[start..self.len]
    }

    /// Removes the bytes of the text from `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = len.min(self.len);
    }

    /// Removes the bytes of the text from `start` to `end`.
    pub(super) fn remove(&mut self, start: usize, end: usize) {
        self.buffer.copy_within(end..self.len, start);
        self.len -= end - start;
    }

    /// Doubles the room for text. This never waits, and may exceed the limit of the pool: a record
    /// that has begun must be completed.
    pub(crate) fn grow(&mut self) {
        let room = self.buffer.len() - PADDING;
        self.buffer.resize(2 * room + PADDING, 0);
        let beyond = self.buffer.len() - self.charged;
        self.growth = None;
        self.growth = Some(self.pool.lease_over_limit(beyond));
    }

    /// Cuts the page to `len` bytes of text. The buffer is then exactly the text and its padding.
    pub(crate) fn seal(&mut self, len: usize) {
        self.len = len.min(self.len);
        self.buffer.truncate(self.len + PADDING);
        // The padding must be zeros, so that the whole buffer can be a valid string.
        self.buffer[self.len..].fill(0);
    }

    /// The text and the padding of a sealed page.
    pub(crate) fn padded(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes the buffer, for a reader that needs it as a string.
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
        // A buffer that has grown is freed: few records are that long, so it would waste memory.
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
        let mut page = Page::acquire_unless(&pool, || false).unwrap();
        page.free()[..5].copy_from_slice(b"a\nbcd");
        assert_eq!(page.advance(5), b"a\nbcd");
        page.seal(2);
        assert_eq!(page.text(), b"a\n");
        assert_eq!(page.padded(), [b"a\n".as_slice(), &[0; PADDING]].concat());
    }

    #[test]
    fn a_recycled_page_has_its_full_size() {
        let pool = Pool::new(4096, 1 << 20, 8);
        let mut page = Page::acquire_unless(&pool, || false).unwrap();
        page.advance(10);
        page.seal(10);
        drop(page);
        assert_eq!(Page::acquire_unless(&pool, || false).unwrap().free().len(), 4096);
    }

    #[test]
    fn growth_is_charged_and_released() {
        let pool = Pool::new(4096, 1 << 20, 8);
        let mut page = Page::acquire_unless(&pool, || false).unwrap();
        page.grow();
        page.grow();
        assert_eq!(page.free().len(), 4 * 4096);
        assert_eq!(pool.in_use(), 4 * 4096 + PADDING);
        drop(page);
        assert_eq!(pool.in_use(), 0);
    }
}
