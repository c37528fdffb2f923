//! Bytes: they are received into the open page, and their records end with a line feed.

use std::io;
use std::sync::MutexGuard;

use crate::base::error::Error;
use crate::base::notice::NoticeKind;
use crate::base::sync::lock;
use crate::receive::chunk::Payload;
use crate::receive::inlet::Fill;
use crate::receive::intake::{Intake, Until};
use crate::receive::long_record::{OnLongRecord, Place, TooLong};
use crate::receive::open_page::OpenPage;
use crate::receive::page::Page;

impl Intake {
    /// Calls `read` once with the free part of the open page.
    pub(in crate::receive) fn fill(
        &self,
        until: Until,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Fill> {
        let Some(mut open_page) = self.page_to_fill(until) else { return Ok(Fill::Stopped) };
        let most = open_page.most(self.max_record_bytes);
        let Some(page) = open_page.page() else { return Ok(Fill::Stopped) };
        let free = page.free();
        let most = most.min(free.len());
        let count = read(&mut free[..most])?;
        if count == 0 {
            return Ok(Fill::End);
        }
        let too_long = open_page.received(count, self.max_record_bytes);
        self.stats.count(0, count as u64);
        let mut open_page = self.admit_complete(open_page, until);
        self.make_room(&mut open_page);
        drop(open_page);
        Ok(match too_long {
            Some((record, policy)) if !self.goes_on(&record, policy) => Fill::Stopped,
            _ => Fill::Read(count),
        })
    }

    /// Reports a record that is too long. Returns whether the job goes on.
    fn goes_on(&self, record: &TooLong, policy: OnLongRecord) -> bool {
        let done = match policy {
            OnLongRecord::Stop => {
                let message = format!(
                    "{record}; if lines may be that long, raise the limit with `max_record_bytes`; to \
                     go on without such a line, set `on_long_record = skip` or `on_long_record = cut` \
                     at the source"
                );
                self.control.fail(Error::source(&self.stats.name, message));
                return false;
            }
            OnLongRecord::Skip => "it is skipped",
            OnLongRecord::Cut => "it is cut there",
        };
        let count = self.stats.count_long_record();
        if count.is_power_of_two() {
            let message = match count {
                1 => format!("{record}; {done}"),
                _ => format!("{record}; {done}, as {} before it", count - 1),
            };
            self.stats.set_error(&message);
            self.control.notify(&self.stats.name, NoticeKind::Trouble, &message);
            self.bus.receiver_failed(&self.stats, &message);
        }
        true
    }

    /// Locks the open page and returns it with a page in it. The lock is not held while the pool is
    /// asked for a page, because that can take long.
    fn page_to_fill(&self, until: Until) -> Option<MutexGuard<'_, OpenPage>> {
        loop {
            let mut open_page = lock(&self.open_page);
            if open_page.page().is_some() {
                return Some(open_page);
            }
            drop(open_page);
            self.wait_for_memory(until);
            let page = Page::acquire_unless(&self.pool, || until.is_over(&self.control.stop))?;
            lock(&self.open_page).start(page);
        }
    }

    /// Admits complete records, and waits until all are admitted or the job is stopping. The
    /// receiver must not read more before that: if it did, records could be left waiting for a peer
    /// that sends nothing more. When the job stops, input that must be read to its end is
    /// admitted at once.
    fn admit_complete<'a>(
        &'a self,
        mut open_page: MutexGuard<'a, OpenPage>,
        until: Until,
    ) -> MutexGuard<'a, OpenPage> {
        let Some(gate) = self.gate() else {
            self.admit(&mut open_page, u64::MAX);
            return open_page;
        };
        if self.control.owns_thread() {
            gate.count_unlimited(open_page.waiting());
            self.admit(&mut open_page, u64::MAX);
            return open_page;
        }
        loop {
            let waiting = open_page.waiting();
            self.admit(&mut open_page, gate.admit(waiting));
            if open_page.waiting() == 0 {
                return open_page;
            }
            drop(open_page);
            let is_open = gate.wait(&self.control.stop).is_some();
            let with_page =
                if until.is_over(&self.control.stop) { None } else { self.page_to_fill(until) };
            let Some(with_page) = with_page else { return lock(&self.open_page) };
            open_page = with_page;
            if !is_open {
                gate.count_unlimited(open_page.waiting());
                self.admit(&mut open_page, u64::MAX);
            }
        }
    }

    fn admit(&self, open_page: &mut OpenPage, records: u64) {
        let records = records.min(open_page.waiting());
        open_page.admit(records);
        self.stats.count(records, 0);
    }

    /// Makes sure that the open page has room for more bytes.
    fn make_room(&self, open_page: &mut OpenPage) {
        if open_page.page().is_none() || open_page.has_room() {
            return;
        }
        if open_page.has_admitted() {
            self.publish_page(open_page);
        } else if let (0, Some(page)) = (open_page.waiting(), open_page.page()) {
            page.grow();
        }
    }

    /// Says what to do with records that are too long.
    pub(in crate::receive) fn on_long_record(&self, policy: OnLongRecord, is_text: bool) {
        lock(&self.open_page).on_long_record(policy, is_text);
    }

    /// Notes where the bytes come from that are received next.
    pub(in crate::receive) fn begin_input(&self, place: Place) {
        lock(&self.open_page).begin_input(place);
    }

    /// Takes back the bytes after the last line end, and returns how many they are.
    pub(in crate::receive) fn discard_record(&self) -> usize {
        let mut open_page = lock(&self.open_page);
        self.publish_rest(&mut open_page);
        open_page.discard()
    }

    /// Makes the bytes after the last line end a record, and publishes the open page.
    pub(in crate::receive) fn finish_record(&self) {
        let mut open_page = lock(&self.open_page);
        if open_page.page().is_none() && open_page.has_tail() {
            open_page.start(Page::acquire_over_limit(&self.pool));
        }
        open_page.end_record();
        let mut open_page = self.admit_complete(open_page, Until::Abort);
        // The page is published even if it is not full, so that the bytes that come next do not
        // continue this record.
        if open_page.has_admitted() {
            self.publish_page(&mut open_page);
        }
    }

    pub(super) fn publish_rest(&self, open_page: &mut OpenPage) {
        if open_page.waiting() > 0 && open_page.page().is_none() {
            open_page.start(Page::acquire_over_limit(&self.pool));
        }
        self.admit(open_page, u64::MAX);
        if open_page.has_admitted() {
            self.publish_page(open_page);
        }
    }

    /// Publishes the admitted records of the open page. They are counted already.
    pub(super) fn publish_page(&self, open_page: &mut OpenPage) {
        if let Some((page, records)) = open_page.take_admitted() {
            self.publish_counted(Payload::Page(page), records);
        }
    }
}
