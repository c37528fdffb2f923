//! The page that a receiver is filling.

use crate::receive::long_record::{OnLongRecord, Place, TooLong};
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
    long: Long,
    /// Where the next byte to receive is in the input.
    place: Place,
}

/// What is known about records that are too long.
#[derive(Default)]
struct Long {
    policy: OnLongRecord,
    is_text: bool,
    /// The bytes of the unfinished record that are dropped, if it is too long.
    dropped: Option<u64>,
}

/// The capacity in bytes that the tail keeps, even if it once was longer.
const TAIL_KEPT: usize = 64 << 10;

/// The least room in bytes for a read while a record is dropped.
const LEAST_ROOM: usize = 1024;

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

    /// Says what to do with records that are too long. Text is cut between two characters.
    pub(super) fn on_long_record(&mut self, policy: OnLongRecord, is_text: bool) {
        (self.long.policy, self.long.is_text) = (policy, is_text);
    }

    /// Notes where the bytes come from that are received next.
    pub(super) fn begin_input(&mut self, place: Place) {
        self.place = place;
    }

    /// The most bytes that may be received next, so that every record that is longer than `limit`
    /// is noticed.
    pub(super) fn most(&self, limit: usize) -> usize {
        let unfinished = if self.long.dropped.is_some() { 0 } else { self.unfinished() };
        (limit + 1).saturating_sub(unfinished).max(1)
    }

    /// The length of the unfinished record in the page.
    fn unfinished(&self) -> usize {
        self.received_len() - self.complete_len
    }

    /// Notes that `count` bytes were put into the page. Returns the unfinished record if it is now
    /// longer than `limit`; what happens with it depends on the policy, which is returned too.
    pub(super) fn received(
        &mut self,
        count: usize,
        limit: usize,
    ) -> Option<(TooLong, OnLongRecord)> {
        let page = self.page.as_mut()?;
        let mut before = page.len();
        page.advance(count);
        if let Some(dropped) = &mut self.long.dropped {
            let end = memchr::memchr(b'\n', &page.text()[before..]);
            *dropped += end.unwrap_or(count) as u64;
            let Some(end) = end else {
                page.truncate(before);
                self.place.advance(count as u64, 0);
                return None;
            };
            self.long.dropped = None;
            if self.long.policy == OnLongRecord::Cut {
                page.remove(before, before + end);
            } else {
                // The line itself goes too, with its line end.
                page.remove(before, before + end + 1);
                self.place.advance(0, 1);
            }
        }
        before = before.max(self.complete_len);
        let fresh = &page.text()[before..];
        let records = memchr::memchr_iter(b'\n', fresh).count() as u64;
        if let Some(last) = memchr::memrchr(b'\n', fresh) {
            self.complete_len = before + last + 1;
        }
        self.waiting += records;
        self.place.advance(count as u64, records);
        self.too_long(limit)
    }

    /// The unfinished record, if it is longer than `limit` and that was not known before.
    #[inline]
    fn too_long(&mut self, limit: usize) -> Option<(TooLong, OnLongRecord)> {
        if self.unfinished() <= limit || self.long.dropped.is_some() {
            return None;
        }
        let (unfinished, start) = (self.unfinished(), self.complete_len);
        let mut place = self.place.clone();
        place.offset = place.offset.map(|offset| offset.saturating_sub(unfinished as u64));
        let page = self.page.as_mut()?;
        let kept = match self.long.policy {
            OnLongRecord::Cut if self.long.is_text => {
                let record = &page.text()[start..];
                let is_inside = |at: &usize| record.get(*at).is_some_and(|byte| byte >> 6 == 0b10);
                let back = (0..4).find(|back| !is_inside(&limit.saturating_sub(*back)));
                limit.saturating_sub(back.unwrap_or(0))
            }
            OnLongRecord::Cut => limit,
            OnLongRecord::Skip | OnLongRecord::Stop => 0,
        };
        if self.long.policy != OnLongRecord::Stop {
            page.truncate(start + kept);
            self.long.dropped = Some((unfinished - kept) as u64);
        }
        Some((TooLong { place, limit }, self.long.policy))
    }

    /// Makes the bytes after the last line end a complete record, if there are any.
    pub(super) fn end_record(&mut self) {
        self.long.dropped = None;
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
        // While a record is dropped, what was kept of it must not leave the reads too little room.
        let least = if self.long.dropped.is_some() { LEAST_ROOM } else { 1 };
        self.page.as_mut().is_some_and(|page| page.free().len() >= least)
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
        let dropped = self.long.dropped.take().unwrap_or(0);
        let dropped = usize::try_from(dropped).unwrap_or(usize::MAX);
        let discarded = self.page.take().map_or(0, |page| page.len()) + self.tail.len() + dropped;
        self.tail.clear();
        discarded
    }
}
