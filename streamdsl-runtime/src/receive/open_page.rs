//! The page that a receiver is filling.

use crate::receive::page::Page;

/// The page being filled. It always lies here, so that the driver can take what is complete while
/// the receiver waits for more.
///
/// ```text
/// | admitted records | records that wait | beginning of the next |  free  |
/// 0               admitted            complete                  len
/// ```
#[derive(Default)]
pub(super) struct OpenPage {
    page: Option<Page>,
    /// How much of the page may go to the workers, in bytes and in records.
    admitted: usize,
    records: u64,
    /// How much of the page is complete records, in bytes, and how many of them must wait because
    /// of a rate limit.
    complete: usize,
    waiting: u64,
    /// What was read but could not go with the page that went to the workers.
    tail: Vec<u8>,
}

/// Room for carried-over beginnings of records that is kept, even if one was longer.
const TAIL_KEPT: usize = 64 << 10;

impl OpenPage {
    pub(super) fn page(&mut self) -> Option<&mut Page> {
        self.page.as_mut()
    }

    /// Lays a page on the desk, and on it what was carried over.
    pub(super) fn lay(&mut self, mut page: Page) {
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

    /// Takes note of `count` bytes that were put into the page; gives the records they complete.
    pub(super) fn received(&mut self, count: usize) -> u64 {
        let Some(page) = &mut self.page else { return 0 };
        let before = page.len();
        let fresh = page.advance(count);
        let records = memchr::memchr_iter(b'\n', fresh).count() as u64;
        if let Some(last) = memchr::memrchr(b'\n', fresh) {
            self.complete = before + last + 1;
        }
        self.waiting += records;
        records
    }

    /// Makes the beginning of a record a whole one; tells whether there was any.
    pub(super) fn complete_tail(&mut self) -> bool {
        let is_begun = self.received_len() > self.complete;
        if is_begun {
            self.complete = self.received_len();
            self.waiting += 1;
        }
        is_begun
    }

    /// Lets `records` of the records that wait go to the workers.
    pub(super) fn admit(&mut self, records: u64) {
        if records >= self.waiting {
            self.records += self.waiting;
            (self.admitted, self.waiting) = (self.complete, 0);
            return;
        }
        let Some(text) = self.page.as_ref().map(Page::text) else { return };
        let text = &text[self.admitted..self.complete];
        let last = usize::try_from(records).ok().and_then(|records| records.checked_sub(1));
        let end = last.and_then(|last| memchr::memchr_iter(b'\n', text).nth(last));
        if let Some(end) = end {
            self.admitted += end + 1;
            self.records += records;
            self.waiting -= records;
        }
    }

    /// How many complete records wait until they may go to the workers.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    pub(super) fn has_admitted(&self) -> bool {
        self.admitted > 0
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

    /// Takes the page, cut to the records that may go; what follows them stays here.
    pub(super) fn take_admitted(&mut self) -> Option<(Page, u64)> {
        let mut page = self.page.take()?;
        self.tail.extend_from_slice(&page.text()[self.admitted..]);
        page.seal(self.admitted);
        self.complete -= self.admitted;
        self.admitted = 0;
        Some((page, std::mem::take(&mut self.records)))
    }

    /// Forgets the beginning of a record, which is all that lies here; gives its length.
    pub(super) fn discard(&mut self) -> usize {
        let discarded = self.page.take().map_or(0, |page| page.len()) + self.tail.len();
        self.tail.clear();
        discarded
    }
}
