//! Everything that does not pass through the open page: items, pages of records of a fixed length,
//! and parts of a shared text.

use std::ops::Range;
use std::sync::Arc;

use crate::base::sync::lock;
use crate::receive::chunk::Payload;
use crate::receive::flow::gate::Gate;
use crate::receive::intake::{Intake, Until};
use crate::receive::page::Page;

impl Intake {
    /// Publishes items of `bytes` bytes, as many at a time as the rate limit admits. If the job
    /// begins to stop after some items are published, all others join the last batch.
    ///
    /// # Errors
    ///
    /// The items that were not published. These are all items, unless the job is aborted.
    pub(in crate::receive) fn push<T: Send + 'static>(
        &self,
        items: Vec<T>,
        bytes: usize,
        until: Until,
    ) -> Result<(), Vec<T>> {
        match self.gate() {
            Some(gate) if self.control.owns_thread() => gate.count_unlimited(items.len() as u64),
            Some(gate) => return self.push_limited(gate, items, bytes, until),
            None => {}
        }
        self.push_admitted(items, bytes, until)
    }

    /// Publishes items that are admitted already.
    pub(in crate::receive) fn push_admitted<T: Send + 'static>(
        &self,
        items: Vec<T>,
        bytes: usize,
        until: Until,
    ) -> Result<(), Vec<T>> {
        self.wait_for_memory(until);
        let Some(room) = self.pool.lease_unless(bytes, || until.is_over(&self.control.stop)) else {
            return Err(items);
        };
        let records = items.len() as u64;
        self.publish(Payload::Items(Box::new(items), room), records);
        Ok(())
    }

    fn push_limited<T: Send + 'static>(
        &self,
        gate: &Gate,
        items: Vec<T>,
        bytes: usize,
        mut until: Until,
    ) -> Result<(), Vec<T>> {
        let each = bytes / items.len().max(1);
        let mut items = items.into_iter();
        while items.len() > 0 {
            let Some(available) = gate.wait(&self.control.stop) else {
                let rest: Vec<T> = items.collect();
                gate.count_unlimited(rest.len() as u64);
                let bytes = rest.len() * each;
                return self.push_admitted(rest, bytes, until);
            };
            self.wait_for_memory(until);
            let most = items.len().min(usize::try_from(available).unwrap_or(usize::MAX));
            let room = self.pool.lease_unless(most * each, || until.is_over(&self.control.stop));
            let Some(room) = room else { return Err(items.collect()) };
            // Under this lock, items are admitted and published in the same batch.
            let _open_page = lock(&self.open_page);
            let admitted = gate.admit(most as u64);
            if admitted > 0 {
                let part: Vec<T> = items.by_ref().take(admitted as usize).collect();
                self.publish(Payload::Items(Box::new(part), room), admitted);
                until = Until::Abort;
            }
        }
        Ok(())
    }

    /// Publishes a page of records of `length` bytes each, all at once. The rate limit must admit at
    /// least one record; the excess is deducted from later limits.
    ///
    /// # Errors
    ///
    /// The page, if the rate limit admits no record.
    pub(in crate::receive) fn push_page(&self, page: Page, length: usize) -> Result<(), Page> {
        let (records, bytes) = ((page.len() / length) as u64, page.len() as u64);
        // Under this lock, the records are admitted and published in the same batch.
        let _open_page = lock(&self.open_page);
        if !self.admit_together(records) {
            return Err(page);
        }
        self.stats.count(0, bytes);
        self.publish(Payload::Records(page, length), records);
        Ok(())
    }

    /// Publishes records that were accepted before the job began to stop. This never waits, and may
    /// exceed the memory limit.
    pub(in crate::receive) fn push_accepted<T: Send + 'static>(&self, items: Vec<T>) {
        let room = self.pool.lease_over_limit(items.len() * size_of::<T>());
        let records = items.len() as u64;
        self.publish(Payload::Items(Box::new(items), room), records);
    }

    /// Publishes `lines` lines of a text without copying it. The lines are admitted together.
    /// Returns false if the job is stopping.
    pub(in crate::receive) fn push_shared(
        &self,
        text: &Arc<str>,
        range: Range<usize>,
        lines: u64,
    ) -> bool {
        loop {
            self.wait_for_memory(Until::Stop);
            if self.control.stop.is_stopping() {
                return false;
            }
            // Under this lock, the lines are admitted and published in the same batch.
            let open_page = lock(&self.open_page);
            if self.admit_together(lines) {
                self.stats.count(0, range.len() as u64);
                self.publish(Payload::Shared(Arc::clone(text), range), lines);
                return true;
            }
            drop(open_page);
            self.wait_for_admission();
        }
    }
}
