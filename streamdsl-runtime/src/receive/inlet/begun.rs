//! Ways into the open batch for data that must not be lost half-way: those of a file that has been
//! begun, and records that a receiver has accepted.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::base::notice::NoticeKind;
use crate::receive::chunk::{Chunk, ItemsChunk, PageChunk, RecordsChunk, TextChunk};
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::intake::Until;

impl<C: Chunk> Inlet<C> {
    /// The time since the Unix epoch, by the job's clock.
    pub fn now(&self) -> Duration {
        self.intake.control.clock.now()
    }

    /// Something went wrong with some of the input: said to the operator of the program, and shown
    /// in the status.
    pub fn trouble(&self, message: &str) {
        self.intake.stats.set_error(message);
        self.notify(NoticeKind::Trouble, message);
        self.intake.bus.receiver_failed(&self.intake.stats, message);
    }

    /// Whether the job is being abandoned, so that not even what has been begun is to be finished.
    pub(crate) fn is_aborting(&self) -> bool {
        self.intake.control.stop.is_aborting()
    }

    /// How many bytes of items make a chunk of a sensible size.
    pub(crate) fn chunk_bytes(&self) -> usize {
        self.intake.pool.page_size()
    }

    /// Waits until the rate limit lets a record in, or the job is stopping. Not to be called with a
    /// lock that the end of a batch needs: that is what raises the limit.
    pub(crate) fn wait_for_turn(&self) {
        self.intake.wait_for_turn();
    }

    /// Lets in records that go together if the rate limit lets in any; tells whether it does.
    pub(crate) fn take_turn(&self, records: u64) -> bool {
        self.intake.take_turn(records)
    }

    /// Counts bytes that were received but do not lie in a page.
    pub(crate) fn count_bytes(&self, bytes: u64) {
        self.intake.stats.count(0, bytes);
    }
}

impl<C: PageChunk> Inlet<C> {
    /// As [`fill`](Inlet::fill), but a job that stops gracefully does not end it: for data that
    /// have been begun and are to be read to their end.
    ///
    /// # Errors
    ///
    /// Those of `read`.
    pub fn fill_begun(
        &self,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Fill> {
        self.intake.fill(Until::Abort, read)
    }

    /// As [`push_bytes`](Inlet::push_bytes), but a job that stops gracefully still takes them.
    pub fn push_begun_bytes(&self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let copied = self.fill_begun(|free| {
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

    /// Takes back the bytes after the last line end; gives their number. They can be read again.
    pub fn discard_record(&self) -> usize {
        self.intake.discard_record()
    }
}

impl Inlet<TextChunk> {
    /// Hands over lines of a text that is in memory already and stays there; nothing is copied, and
    /// nothing counts against the memory for received data. `lines` is their number. Gives false if
    /// the job is stopping.
    pub(crate) fn push_shared(&self, text: &Arc<str>, range: Range<usize>, lines: u64) -> bool {
        self.intake.push_shared(text, range, lines)
    }
}

impl Inlet<RecordsChunk> {
    /// Fills one page with whole records of `length` bytes each and hands it to the workers; gives
    /// how many bytes were read, which is less than a page at the end of the data only. What is
    /// left at the end and is not a whole record is not handed over.
    ///
    /// # Errors
    ///
    /// Those of `read`; whole records read before the error are handed over. Also if a record is
    /// longer than the job allows.
    pub fn fill_records(
        &self,
        length: usize,
        mut read: impl FnMut(&mut [u8]) -> io::Result<usize>,
    ) -> (Filled, io::Result<Fill>) {
        let intake = &self.intake;
        let mut filled = Filled::default();
        if length == 0 || length > intake.max_record_bytes {
            let limit = intake.max_record_bytes;
            let message = format!("a record of {length} bytes; possible are 1 to {limit}");
            return (filled, Err(io::Error::new(io::ErrorKind::InvalidInput, message)));
        }
        let Some(mut page) = intake.pool.acquire_unless(|| intake.control.stop.is_aborting())
        else {
            return (filled, Ok(Fill::Stopped));
        };
        while page.free().len() < length {
            page.grow();
        }
        // Never more than may be handed over.
        let records = usize::try_from(self.intake.wait_for_turn()).unwrap_or(usize::MAX);
        let room = (page.free().len() / length).min(records) * length;
        let outcome = loop {
            let free = room - page.len();
            match read(&mut page.free()[..free]) {
                Ok(0) => break Ok(Fill::End),
                Ok(count) => {
                    page.advance(count.min(free));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
            if page.len() == room {
                break Ok(Fill::Read(room));
            }
        };
        filled.rest = page.len() % length;
        filled.whole = page.len() - filled.rest;
        page.seal(filled.whole);
        if filled.whole > 0 {
            // Refused if a batch has ended meanwhile.
            while let Err(refused) = self.intake.push_page(page, length) {
                page = refused;
                self.intake.wait_for_turn();
            }
        }
        (filled, outcome)
    }
}

/// What [`Inlet::fill_records`] has read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filled {
    /// Bytes of whole records, which have been handed over.
    pub whole: usize,
    /// Bytes after the last whole record.
    pub rest: usize,
}

impl<T: Send + 'static> Inlet<ItemsChunk<T>> {
    /// Hands over records that weigh `bytes` bytes, or gives them back if the job is stopping.
    ///
    /// # Errors
    ///
    /// The records, if the job is stopping.
    pub(crate) fn push_weighed(&self, items: Vec<T>, bytes: usize) -> Result<(), Vec<T>> {
        self.intake.push(items, bytes, Until::Stop)
    }

    /// The same for records that have [had their turn](Inlet::take_turn).
    ///
    /// # Errors
    ///
    /// The records, if the job is stopping.
    pub(crate) fn push_admitted(&self, items: Vec<T>, bytes: usize) -> Result<(), Vec<T>> {
        self.intake.push_admitted(items, bytes, Until::Stop)
    }

    /// Hands over records that have been begun to be read: only a job that is being abandoned drops
    /// them, and then this gives false.
    pub(crate) fn push_begun(&self, items: Vec<T>, bytes: usize) -> bool {
        self.intake.push(items, bytes, Until::Abort).is_ok()
    }
}
