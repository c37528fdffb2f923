//! Bytes: they are received into the open page, and their records end with a line feed.

use std::io;
use std::sync::MutexGuard;

use crate::base::error::Error;
use crate::base::sync::lock;
use crate::receive::chunk::Payload;
use crate::receive::inlet::Fill;
use crate::receive::intake::{Intake, Until};
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
        let Some(page) = open_page.page() else { return Ok(Fill::Stopped) };
        let count = read(page.free())?;
        if count == 0 {
            return Ok(Fill::End);
        }
        open_page.received(count);
        self.stats.count(0, count as u64);
        let mut open_page = self.admit_complete(open_page, until);
        Ok(if self.make_room(&mut open_page) { Fill::Read(count) } else { Fill::Stopped })
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

    /// Makes sure that the open page has room for more bytes. Returns false if a record is longer
    /// than the job allows.
    fn make_room(&self, open_page: &mut OpenPage) -> bool {
        if open_page.page().is_none() || open_page.has_room() {
            return true;
        }
        if open_page.has_admitted() {
            self.publish_page(open_page);
        } else if open_page.waiting() == 0 {
            if open_page.received_len() >= self.max_record_bytes {
                self.control.fail(self.too_long());
                return false;
            }
            if let Some(page) = open_page.page() {
                page.grow();
            }
        }
        true
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

    fn too_long(&self) -> Error {
        let limit = self.max_record_bytes;
        Error::source(
            &self.stats.name,
            format!(
                "a record is longer than {limit} bytes; if records may be that long, raise the limit \
                 with `max_record_bytes`"
            ),
        )
    }
}
