//! The way of received data into the open batch.

mod handover;

use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

pub use crate::batch::inlet::handover::Filled;
use crate::batch::page::Page;
use crate::batch::{Payload, RawChunk};
use crate::chunk::{Chunk, ItemsChunk, PageChunk};
use crate::driver::job::Job;
use crate::error::{Error, Result};
use crate::notice::NoticeKind;
use crate::status::SourceStats;
use crate::sync::lock;
use crate::worker::panic_message;

/// What came of [`Inlet::fill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// So many bytes were read.
    Read(usize),
    /// Nothing was read: the peer has nothing more to say.
    End,
    /// The job is stopping; the receiver is to return.
    Stopped,
}

/// A source's way into the job: it takes received data and puts them into the open batch.
///
/// Bytes are read straight into a page by [`fill`](Inlet::fill) or copied by
/// [`push_bytes`](Inlet::push_bytes); records end with a line feed. A page that is full goes to the
/// workers at once. At the end of a batch the driver takes every complete record that has been
/// read, so a record belongs to the batch in which its line end was read. Items are handed over by
/// [`push_items`](Inlet::push_items).
///
/// Every call may block while the memory for received data is used up. Clones are the same inlet.
pub struct Inlet<C> {
    intake: Arc<Intake>,
    kind: PhantomData<fn() -> C>,
}

impl<C> Clone for Inlet<C> {
    fn clone(&self) -> Self {
        Inlet { intake: Arc::clone(&self.intake), kind: PhantomData }
    }
}

impl<C: Chunk> Inlet<C> {
    pub(crate) fn new(intake: Arc<Intake>) -> Self {
        Inlet { intake, kind: PhantomData }
    }

    /// Whether the job is stopping, so that a receiver should return.
    pub fn is_stopping(&self) -> bool {
        self.intake.job.stop.is_stopping()
    }

    /// The source has reached its peer.
    pub fn connected(&self, message: &str) {
        self.intake.stats.set_connected();
        self.notify(NoticeKind::Connected, message);
    }

    /// The source has lost its peer and will try to reach it again.
    pub fn disconnected(&self, message: &str) {
        self.intake.stats.set_disconnected(Some(message));
        self.notify(NoticeKind::Disconnected, message);
    }

    /// The source has no peer yet, or could not reach it; only the status shows it.
    pub fn waiting(&self, reason: Option<&str>) {
        self.intake.stats.set_disconnected(reason);
    }

    /// Tells the operator of the program something.
    pub fn notify(&self, kind: NoticeKind, message: &str) {
        self.intake.job.notify(&self.intake.stats.name, kind, message);
    }

    /// The source cannot go on: the job ends with an error that names the source.
    pub fn fail(&self, message: impl Into<String>) {
        self.intake.job.fail(Error::source(&self.intake.stats.name, message));
    }

    /// Runs `receive` on a thread of its own. Should it panic, the job ends with an error.
    ///
    /// # Errors
    ///
    /// [`Error::Source`] if the operating system gives no thread.
    pub fn spawn(
        &self,
        receive: impl FnOnce(&Inlet<C>) + Send + 'static,
    ) -> Result<JoinHandle<()>> {
        let inlet = self.clone();
        let name = format!("source-{}", self.intake.stats.index);
        let thread = move || {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| receive(&inlet))) {
                inlet.fail(format!("its receiver panicked: {}", panic_message(&*panic)));
            }
        };
        std::thread::Builder::new().name(name).spawn(thread).map_err(|error| {
            Error::source(&self.intake.stats.name, format!("cannot start its thread: {error}"))
        })
    }
}

impl<C: PageChunk> Inlet<C> {
    /// Reads once, straight into the open page.
    ///
    /// `read` gets the free part of the page and returns how many bytes it put there, as
    /// [`io::Read::read`] does. It must not wait for data: the end of a batch waits until it
    /// returns. Wait before the call (`TcpStream::peek`), or read into a buffer of your own and use
    /// [`push_bytes`](Inlet::push_bytes).
    ///
    /// # Errors
    ///
    /// Those of `read`.
    pub fn fill(&self, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<Fill> {
        self.intake.fill(read)
    }

    /// Copies bytes into the open page; gives false if the job is stopping.
    pub fn push_bytes(&self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let copied = self.intake.fill(|free| {
                let count = bytes.len().min(free.len());
                free[..count].copy_from_slice(&bytes[..count]);
                Ok(count)
            });
            match copied {
                Ok(Fill::Read(count)) => bytes = &bytes[count..],
                Ok(Fill::End | Fill::Stopped) | Err(_) => return false,
            }
        }
        true
    }

    /// Makes bytes after the last line end a record: nothing will complete them.
    pub fn finish_record(&self) {
        self.intake.finish_record();
    }
}

impl<T: Send + 'static> Inlet<ItemsChunk<T>> {
    /// Hands over some records; gives false, and drops them, if the job is stopping.
    ///
    /// The items count against the memory for received data by their size without what they own
    /// on the heap. They stay together, so hand over some hundreds at once: few enough that all
    /// workers get some.
    pub fn push_items(&self, items: Vec<T>) -> bool {
        let bytes = items.len() * size_of::<T>();
        let Some(room) = self.intake.job.pool.lease(bytes, &self.intake.job.stop) else {
            return false;
        };
        let records = items.len() as u64;
        self.intake.deliver(Payload::Items(Box::new(items), room), records);
        true
    }

    /// Hands over records that have been accepted before the job began to stop.
    pub(crate) fn push_accepted(&self, items: Vec<T>) {
        let room = self.intake.job.pool.lease_over_limit(items.len() * size_of::<T>());
        let records = items.len() as u64;
        self.intake.deliver(Payload::Items(Box::new(items), room), records);
    }
}

/// The part of an inlet that does not know the type of the records.
pub(crate) struct Intake {
    stats: Arc<SourceStats>,
    job: Arc<Job>,
    /// Locked while a receiver reads, so that the end of a batch finds what has been read.
    desk: Mutex<Desk>,
}

/// The page being filled. It always lies here, so that the driver can take what is complete while
/// the receiver waits for more.
#[derive(Default)]
struct Desk {
    page: Option<Page>,
    /// How much of the page is complete records, in bytes and in records.
    complete: usize,
    records: u64,
    /// The beginning of a record whose page went to the workers.
    tail: Vec<u8>,
}

/// Room for carried-over beginnings of records that is kept, even if one was longer.
const TAIL_KEPT: usize = 64 << 10;

impl Intake {
    pub(crate) fn new(stats: Arc<SourceStats>, job: Arc<Job>) -> Self {
        Intake { stats, job, desk: Mutex::new(Desk::default()) }
    }

    fn fill(&self, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<Fill> {
        let Some(desk) = self.desk_with_page() else { return Ok(Fill::Stopped) };
        self.fill_desk(desk, read)
    }

    fn fill_desk(
        &self,
        mut desk: MutexGuard<'_, Desk>,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Fill> {
        let Some(page) = &mut desk.page else { return Ok(Fill::Stopped) };
        let count = read(page.free())?;
        if count == 0 {
            return Ok(Fill::End);
        }
        let records = desk.received(count);
        self.stats.count(records, count as u64);
        if !desk.has_room() {
            if desk.complete > 0 {
                self.publish(&mut desk);
            } else if desk.received_len() >= self.job.max_record_bytes {
                self.job.fail(self.too_long());
                return Ok(Fill::Stopped);
            } else if let Some(page) = &mut desk.page {
                page.grow();
            }
        }
        Ok(Fill::Read(count))
    }

    /// The desk with a page on it. The page is fetched without holding the desk: it may take long.
    fn desk_with_page(&self) -> Option<MutexGuard<'_, Desk>> {
        loop {
            let desk = lock(&self.desk);
            if desk.page.is_some() {
                return Some(desk);
            }
            drop(desk);
            let page = self.job.pool.acquire(&self.job.stop)?;
            lock(&self.desk).lay(page);
        }
    }

    /// Gives every complete record that has been read to the open batch.
    pub(crate) fn flush(&self) {
        let mut desk = lock(&self.desk);
        if desk.complete > 0 {
            self.publish(&mut desk);
        }
    }

    fn finish_record(&self) {
        let mut desk = lock(&self.desk);
        if desk.page.is_none() && !desk.tail.is_empty() {
            desk.lay(self.job.pool.acquire_over_limit());
        }
        if desk.received_len() > desk.complete {
            desk.complete = desk.received_len();
            desk.records += 1;
            self.stats.count(1, 0);
        }
        // Published even if it is not full: what comes next must not continue this record.
        if desk.complete > 0 {
            self.publish(&mut desk);
        }
    }

    fn publish(&self, desk: &mut Desk) {
        if let Some((page, records)) = desk.take_complete() {
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
            Payload::Items(..) => 0,
        };
        let chunk = RawChunk::new(Arc::clone(&self.stats), payload);
        self.job.queue.push(chunk, records, bytes);
    }

    fn too_long(&self) -> Error {
        let limit = self.job.max_record_bytes;
        Error::source(
            &self.stats.name,
            format!(
                "a record is longer than {limit} bytes and has not ended; if that is as it should \
                 be, raise the limit with `max_record_bytes`"
            ),
        )
    }
}

impl Desk {
    /// Lays a page on the desk, and on it the beginning of a record that was carried over.
    fn lay(&mut self, mut page: Page) {
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
    fn received(&mut self, count: usize) -> u64 {
        let Some(page) = &mut self.page else { return 0 };
        let before = page.len();
        let fresh = page.advance(count);
        let records = memchr::memchr_iter(b'\n', fresh).count() as u64;
        if let Some(last) = memchr::memrchr(b'\n', fresh) {
            self.complete = before + last + 1;
        }
        self.records += records;
        records
    }

    fn received_len(&self) -> usize {
        self.page.as_ref().map_or(0, Page::len)
    }

    fn has_room(&mut self) -> bool {
        self.page.as_mut().is_some_and(|page| !page.free().is_empty())
    }

    /// Takes the page, cut to its complete records; the beginning of the next one stays here.
    fn take_complete(&mut self) -> Option<(Page, u64)> {
        let mut page = self.page.take()?;
        self.tail.extend_from_slice(&page.text()[self.complete..]);
        page.seal(self.complete);
        self.complete = 0;
        Some((page, std::mem::take(&mut self.records)))
    }
}
