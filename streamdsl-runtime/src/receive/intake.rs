//! The part of an inlet that does not know the type of the records.

use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::base::control::Control;
use crate::base::error::Error;
use crate::base::sync::{StopFlag, lock};
use crate::receive::chunk::{Payload, RawChunk};
use crate::receive::flow::gate::Gate;
use crate::receive::inlet::Fill;
use crate::receive::open_page::OpenPage;
use crate::receive::page::Page;
use crate::receive::pool::Pool;
use crate::watch::listener::bus::Bus;
use crate::watch::status::SourceStats;

/// How long a source holds on to what it wants to hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Until the job is stopping.
    Stop,
    /// Until the job is being abandoned: the data have been begun, and are to be read to their end.
    Abort,
}

impl Until {
    fn is_over(self, stop: &StopFlag) -> bool {
        match self {
            Until::Stop => stop.is_stopping(),
            Until::Abort => stop.is_aborting(),
        }
    }
}

/// Puts what a source delivers into the open batch, as far as its rate limit allows.
pub(crate) struct Intake {
    pub(super) stats: Arc<SourceStats>,
    pub(super) control: Arc<Control>,
    pub(super) bus: Arc<Bus>,
    pub(super) pool: Arc<Pool>,
    pub(super) max_record_bytes: usize,
    /// Where chunks go.
    batches: Arc<dyn OpenBatch>,
    gate: Arc<Gate>,
    /// Locked while a receiver reads, so that the end of a batch finds what has been read.
    open_page: Mutex<OpenPage>,
}

/// The batch that is open: it takes the chunks of all sources until it is sealed.
pub(crate) trait OpenBatch: Send + Sync {
    /// Adds a chunk of so many records and bytes.
    fn push(&self, chunk: RawChunk, records: u64, bytes: u64);
}

/// What the sources of a job share on their way into the open batch.
#[derive(Clone)]
pub(crate) struct IntakeParts {
    pub(crate) control: Arc<Control>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) pool: Arc<Pool>,
    pub(crate) max_record_bytes: usize,
    pub(crate) batches: Arc<dyn OpenBatch>,
}

impl Intake {
    pub(crate) fn new(stats: Arc<SourceStats>, gate: Arc<Gate>, parts: IntakeParts) -> Self {
        let IntakeParts { control, bus, pool, max_record_bytes, batches } = parts;
        let open_page = Mutex::new(OpenPage::default());
        Intake { stats, control, bus, pool, max_record_bytes, batches, gate, open_page }
    }

    pub(super) fn rate_limit(&self) -> Option<f64> {
        self.gate().and_then(Gate::rate)
    }

    pub(super) fn fill(
        &self,
        until: Until,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Fill> {
        let Some(mut open) = self.page_to_fill(until) else { return Ok(Fill::Stopped) };
        let Some(page) = open.page() else { return Ok(Fill::Stopped) };
        let count = read(page.free())?;
        if count == 0 {
            return Ok(Fill::End);
        }
        open.received(count);
        self.stats.count(0, count as u64);
        let mut open = self.settle(open, until);
        Ok(if self.make_room(&mut open) { Fill::Read(count) } else { Fill::Stopped })
    }

    /// The open with a page on it. The page is fetched without holding the open: it may take long.
    fn page_to_fill(&self, until: Until) -> Option<MutexGuard<'_, OpenPage>> {
        loop {
            let mut open = lock(&self.open_page);
            if open.page().is_some() {
                return Some(open);
            }
            drop(open);
            let page = self.pool.acquire_unless(|| until.is_over(&self.control.stop))?;
            lock(&self.open_page).lay(page);
        }
    }

    /// Lets complete records go to the workers, and waits until all have gone or the job is
    /// stopping. Only then may more be read: a peer that has fallen silent does not release them.
    /// A job that stops lets go at once what is to be read to its end.
    fn settle<'a>(
        &'a self,
        mut open: MutexGuard<'a, OpenPage>,
        until: Until,
    ) -> MutexGuard<'a, OpenPage> {
        let Some(gate) = self.gate() else {
            self.admit(&mut open, u64::MAX);
            return open;
        };
        if self.control.owns_thread() {
            gate.pass(open.waiting());
            self.admit(&mut open, u64::MAX);
            return open;
        }
        loop {
            let waiting = open.waiting();
            self.admit(&mut open, gate.take(waiting));
            if open.waiting() == 0 {
                return open;
            }
            drop(open);
            let is_open = gate.wait(&self.control.stop).is_some();
            let with_page =
                if until.is_over(&self.control.stop) { None } else { self.page_to_fill(until) };
            let Some(with_page) = with_page else { return lock(&self.open_page) };
            open = with_page;
            if !is_open {
                gate.pass(open.waiting());
                self.admit(&mut open, u64::MAX);
            }
        }
    }

    fn admit(&self, open: &mut OpenPage, records: u64) {
        let records = records.min(open.waiting());
        open.admit(records);
        self.stats.count(records, 0);
    }

    /// Sees to it that something can be read into the page; false if a record is too long.
    fn make_room(&self, open: &mut OpenPage) -> bool {
        if open.page().is_none() || open.has_room() {
            return true;
        }
        if open.has_admitted() {
            self.publish(open);
        } else if open.waiting() == 0 {
            if open.received_len() >= self.max_record_bytes {
                self.control.fail(self.too_long());
                return false;
            }
            if let Some(page) = open.page() {
                page.grow();
            }
        }
        true
    }

    /// Gives every record that may go to the open batch.
    pub(crate) fn flush(&self) {
        let mut open = lock(&self.open_page);
        if open.has_admitted() {
            self.publish(&mut open);
        }
    }

    /// Gives everything that has been received to the open batch, whatever the rate limit.
    pub(crate) fn flush_rest(&self) {
        self.publish_rest(&mut lock(&self.open_page));
    }

    /// Takes back the bytes after the last line end; gives their number.
    pub(super) fn discard_record(&self) -> usize {
        let mut open = lock(&self.open_page);
        self.publish_rest(&mut open);
        open.discard()
    }

    fn publish_rest(&self, open: &mut OpenPage) {
        if open.waiting() > 0 && open.page().is_none() {
            open.lay(self.pool.acquire_over_limit());
        }
        self.admit(open, u64::MAX);
        if open.has_admitted() {
            self.publish(open);
        }
    }

    pub(super) fn finish_record(&self) {
        let mut open = lock(&self.open_page);
        if open.page().is_none() && open.has_tail() {
            open.lay(self.pool.acquire_over_limit());
        }
        open.complete_tail();
        let mut open = self.settle(open, Until::Abort);
        // Published even if it is not full: what comes next must not continue this record.
        if open.has_admitted() {
            self.publish(&mut open);
        }
    }

    /// Hands over items that weigh `bytes` bytes, as many at a time as the rate limit allows. Items
    /// that a job begins to stop amidst are all part of its last batch.
    ///
    /// # Errors
    ///
    /// The items that were not taken: all of them, unless the job is being abandoned.
    pub(super) fn push<T: Send + 'static>(
        &self,
        items: Vec<T>,
        bytes: usize,
        until: Until,
    ) -> Result<(), Vec<T>> {
        match self.gate() {
            Some(gate) if self.control.owns_thread() => gate.pass(items.len() as u64),
            Some(gate) => return self.push_limited(gate, items, bytes, until),
            None => {}
        }
        self.push_admitted(items, bytes, until)
    }

    /// Hands over items that the rate limit has let in already.
    pub(super) fn push_admitted<T: Send + 'static>(
        &self,
        items: Vec<T>,
        bytes: usize,
        until: Until,
    ) -> Result<(), Vec<T>> {
        let Some(room) = self.pool.lease_unless(bytes, || until.is_over(&self.control.stop)) else {
            return Err(items);
        };
        let records = items.len() as u64;
        self.deliver(Payload::Items(Box::new(items), room), records);
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
                gate.pass(rest.len() as u64);
                let bytes = rest.len() * each;
                return self.push_admitted(rest, bytes, until);
            };
            let most = items.len().min(usize::try_from(available).unwrap_or(usize::MAX));
            let room = self.pool.lease_unless(most * each, || until.is_over(&self.control.stop));
            let Some(room) = room else { return Err(items.collect()) };
            // Under this lock, so that the end of a batch comes either before or after both.
            let _open = lock(&self.open_page);
            let taken = gate.take(most as u64);
            if taken > 0 {
                let part: Vec<T> = items.by_ref().take(taken as usize).collect();
                self.deliver(Payload::Items(Box::new(part), room), taken);
                until = Until::Abort;
            }
        }
        Ok(())
    }

    /// Hands over a page of records of `length` bytes each, all at once; the rate limit has let in
    /// some of them, and makes up later for what is too much.
    ///
    /// # Errors
    ///
    /// The page, if the rate limit lets in none.
    pub(super) fn push_page(&self, page: Page, length: usize) -> Result<(), Page> {
        let (records, bytes) = ((page.len() / length) as u64, page.len() as u64);
        // Under this lock, so that the end of a batch comes either before or after both.
        let _open = lock(&self.open_page);
        if !self.take_turn(records) {
            return Err(page);
        }
        self.stats.count(0, bytes);
        self.deliver(Payload::Records(page, length), records);
        Ok(())
    }

    /// Waits until the rate limit lets records in, or the job is stopping; gives how many, as far as
    /// there is a limit. Not to be called with a lock that the end of a batch needs: the driver ends
    /// the batch, and raises the limit.
    pub(super) fn wait_for_turn(&self) -> u64 {
        let gate = self.gate().filter(|_| !self.control.owns_thread());
        gate.and_then(|gate| gate.wait(&self.control.stop)).unwrap_or(u64::MAX)
    }

    /// Lets in records that go together if the rate limit lets in any. What is too much is made up
    /// for later.
    pub(super) fn take_turn(&self, records: u64) -> bool {
        let Some(gate) = self.gate() else { return true };
        if self.control.owns_thread() || self.control.stop.is_stopping() {
            gate.pass(records);
            return true;
        }
        gate.take_whole(records)
    }

    /// Hands over records that have been accepted before the job began to stop.
    pub(super) fn push_accepted<T: Send + 'static>(&self, items: Vec<T>) {
        let room = self.pool.lease_over_limit(items.len() * size_of::<T>());
        let records = items.len() as u64;
        self.deliver(Payload::Items(Box::new(items), room), records);
    }

    /// Hands over lines of a text that is not copied, all at once; the rate limit makes up later for
    /// what is too much. False if the job is stopping.
    pub(super) fn push_shared(&self, text: &Arc<str>, range: Range<usize>, lines: u64) -> bool {
        loop {
            if self.control.stop.is_stopping() {
                return false;
            }
            // Under this lock, so that the end of a batch comes either before or after both.
            let open = lock(&self.open_page);
            if self.take_turn(lines) {
                self.stats.count(0, range.len() as u64);
                self.deliver(Payload::Shared(Arc::clone(text), range), lines);
                return true;
            }
            drop(open);
            self.wait_for_turn();
        }
    }

    fn publish(&self, open: &mut OpenPage) {
        if let Some((page, records)) = open.take_admitted() {
            self.deliver_counted(Payload::Page(page), records);
        }
    }

    fn deliver(&self, payload: Payload, records: u64) {
        self.stats.count(records, 0);
        self.deliver_counted(payload, records);
    }

    fn deliver_counted(&self, payload: Payload, records: u64) {
        let bytes = match &payload {
            Payload::Page(page) | Payload::Records(page, _) => page.len() as u64,
            Payload::Shared(_, range) => range.len() as u64,
            Payload::Items(..) => 0,
        };
        let chunk = RawChunk::new(Arc::clone(&self.stats), payload);
        self.batches.push(chunk, records, bytes);
    }

    /// The rate limit of the source, if it has one.
    fn gate(&self) -> Option<&Gate> {
        self.gate.is_limited().then_some(&*self.gate)
    }

    fn too_long(&self) -> Error {
        let limit = self.max_record_bytes;
        Error::source(
            &self.stats.name,
            format!(
                "a record is longer than {limit} bytes and has not ended; if that is as it should \
                 be, raise the limit with `max_record_bytes`"
            ),
        )
    }
}
