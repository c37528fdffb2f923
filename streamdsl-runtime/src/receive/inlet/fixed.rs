//! Delivering records of a fixed length.

use std::io;

use crate::receive::chunk::RecordsChunk;
use crate::receive::inlet::{Fill, Inlet};
use crate::receive::intake::Until;
use crate::receive::page::Page;

impl Inlet<RecordsChunk> {
    /// Fills one page with whole records of `length` bytes each, and delivers them.
    ///
    /// Returns how many bytes were read, and how the reading ended: [`Fill::Read`] if the page is
    /// full, [`Fill::End`] at the end of the input. Bytes after the last whole record are not
    /// delivered. A graceful stop does not interrupt this.
    ///
    /// # Errors
    ///
    /// The error that `read` returns; whole records that were read before the error are delivered.
    /// [`io::ErrorKind::InvalidInput`] if `length` is 0 or more than the job allows for a record.
    pub fn fill_records(
        &self,
        length: usize,
        read: impl FnMut(&mut [u8]) -> io::Result<usize>,
    ) -> (Filled, io::Result<Fill>) {
        let intake = &self.intake;
        let mut filled = Filled::default();
        if length == 0 || length > intake.max_record_bytes {
            let limit = intake.max_record_bytes;
            let message =
                format!("the record length is {length} bytes; it must be from 1 to {limit}");
            return (filled, Err(io::Error::new(io::ErrorKind::InvalidInput, message)));
        }
        intake.wait_for_memory(Until::Abort);
        let page = Page::acquire_unless(&intake.pool, || intake.control.stop.is_aborting());
        let Some(mut page) = page else { return (filled, Ok(Fill::Stopped)) };
        while page.free().len() < length {
            page.grow();
        }
        // Never read more than the rate limit admits.
        let records = usize::try_from(intake.wait_for_admission()).unwrap_or(usize::MAX);
        let room = (page.free().len() / length).min(records) * length;
        let outcome = fill_page(&mut page, room, read);
        filled.rest = page.len() % length;
        filled.whole = page.len() - filled.rest;
        page.seal(filled.whole);
        if filled.whole > 0 {
            // The limit admits nothing if a batch has ended in the meantime.
            while let Err(refused) = intake.push_page(page, length) {
                page = refused;
                intake.wait_for_admission();
            }
        }
        (filled, outcome)
    }
}

/// Reads until the page holds `room` bytes or the input ends.
fn fill_page(
    page: &mut Page,
    room: usize,
    mut read: impl FnMut(&mut [u8]) -> io::Result<usize>,
) -> io::Result<Fill> {
    loop {
        let free = room - page.len();
        match read(&mut page.free()[..free]) {
            Ok(0) => return Ok(Fill::End),
            Ok(count) => {
                page.advance(count.min(free));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if page.len() == room {
            return Ok(Fill::Read(room));
        }
    }
}

/// The bytes that [`Inlet::fill_records`] has read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filled {
    /// Bytes of whole records, which are delivered.
    pub whole: usize,
    /// Bytes after the last whole record, which are not delivered.
    pub rest: usize,
}
