//! The page that a receiver is filling.

use crate::receive::page::Page;

/// The open page of a source, between two reads.
///
/// The page stays here, and not with the receiver, so that the driver can take the complete records
/// while the receiver waits for more bytes.
///
/// ```text
/// | admitted records | records that wait | beginning of the next |  free  |
/// 0            admitted_len         complete_len                len
/// ```
#[derive(Default)]
pub(super) struct OpenPage {
    page: Option<Page>,
    /// The length of the admitted records in bytes, and their number.
    admitted_len: usize,
    admitted: u64,
    /// The length of all complete records in bytes. `waiting` of them are not admitted yet.
    complete_len: usize,
    waiting: u64,
    /// What was received after the last record of a page that was published. The next page begins
    /// with it.
    tail: Vec<u8>,
}

/// The capacity in bytes that the tail keeps, even if it once was longer.
const TAIL_KEPT: usize = 64 << 10;

impl OpenPage {
    pub(super) fn page(&mut self) -> Option<&mut Page> {
        self.page.as_mut()
    }

    /// Starts to fill `page`, beginning with the tail of the last page. Has no effect if a page is
    /// being filled already.
    pub(super) fn start(&mut self, mut page: Page) {
        if self.page.is_some() {
            return;
        }
        while page.free().len() <= self.tail.len() {
            page.grow();
        }
        page.free()[..self.tail.len()].copy_from_slice(&self.tail);
        page.advance(self.tail.len());
        self.tail.clear();
        self.tail.shrink_to(TAIL_KEPT);
        self.page = Some(page);
    }

    /// Notes that `count` bytes were put into the page.
    pub(super) fn received(&mut self, count: usize) {
        let Some(page) = &mut self.page else { return };
        let before = page.len();
        let fresh = page.advance(count);
        let records = memchr::memchr_iter(b'\n', fresh).count() as u64;
        if let Some(last) = memchr::memrchr(b'\n', fresh) {
            self.complete_len = before + last + 1;
        }
        self.waiting += records;
    }

    /// Makes the bytes after the last line end a complete record, if there are any.
    pub(super) fn end_record(&mut self) {
        if self.received_len() > self.complete_len {
            self.complete_len = self.received_len();
            self.waiting += 1;
        }
    }

    /// Admits the next `records` of the records that wait.
    pub(super) fn admit(&mut self, records: u64) {
        if records >= self.waiting {
            self.admitted += self.waiting;
            (self.admitted_len, self.waiting) = (self.complete_len, 0);
            return;
        }
        let Some(text) = self.page.as_ref().map(Page::text) else { return };
        let text = &text[self.admitted_len..self.complete_len];
        let last = usize::try_from(records).ok().and_then(|records| records.checked_sub(1));
        let end = last.and_then(|last| memchr::memchr_iter(b'\n', text).nth(last));
        if let Some(end) = end {
            self.admitted_len += end + 1;
            self.admitted += records;
            self.waiting -= records;
        }
    }

    /// How many complete records are not admitted yet.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    pub(super) fn has_admitted(&self) -> bool {
        self.admitted_len > 0
    }

    pub(super) fn has_tail(&self) -> bool {
        !self.tail.is_empty()
    }

    pub(super) fn received_len(&self) -> usize {
        self.page.as_ref().map_or(0, Page::len)
    }

    pub(super) fn has_room(&mut self) -> bool {
        self.page.as_mut().is_some_and(|page| !page.free().is_empty())
    }

    /// Takes the page with the admitted records, and returns their number too. What follows them
    /// becomes the tail.
    pub(super) fn take_admitted(&mut self) -> Option<(Page, u64)> {
        let mut page = self.page.take()?;
        self.tail.extend_from_slice(&page.text()[self.admitted_len..]);
        page.seal(self.admitted_len);
        self.complete_len -= self.admitted_len;
        self.admitted_len = 0;
        Some((page, std::mem::take(&mut self.admitted)))
    }

    /// Drops the beginning of a record, and returns its length. The caller must have published all
    /// complete records.
    pub(super) fn discard(&mut self) -> usize {
        let discarded = self.page.take().map_or(0, |page| page.len()) + self.tail.len();
        self.tail.clear();
        discarded
    }
}
