//! Writes object files.

use std::marker::PhantomData;

use crate::base::memory::{self, Usage};
use crate::data::record::Value;
use crate::outputs::files::object::{FRAME, FRAME_HEAD, MAGIC, VERSION};
use crate::outputs::files::{Encoded, Part};

/// An object file that is being written.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct ObjectPart<T> {
    file: Vec<u8>,
    /// The offset of the open frame.
    frame: usize,
    /// The number of records in the open frame.
    in_frame: u32,
    /// The length of the header.
    head: usize,
    kind: PhantomData<fn(T)>,
}

impl<T> Default for ObjectPart<T> {
    fn default() -> Self {
        Self { file: Vec::new(), frame: 0, in_frame: 0, head: 0, kind: PhantomData }
    }
}

impl<T: Value> ObjectPart<T> {
    /// Appends a record.
    ///
    /// # Errors
    /// If the encoded record has no bytes, or too many for a frame.
    pub(crate) fn push(&mut self, record: &T) -> Result<(), String> {
        if self.file.is_empty() {
            self.file = header(&T::shape());
            self.head = self.file.len();
        }
        if self.in_frame == 0 {
            self.frame = self.file.len();
            self.file.extend([0; FRAME_HEAD]);
        }
        let start = self.file.len();
        record.encode(&mut self.file);
        let length = self.payload();
        if self.file.len() == start || u32::try_from(length).is_err() {
            let size = self.file.len() - start;
            // A frame without records is no frame.
            self.file.truncate(if self.in_frame == 0 { self.frame } else { start });
            return Err(format!(
                "a record of type {} takes {size} bytes; in an object file it can take 1 byte to 4 GiB",
                T::shape()
            ));
        }
        self.in_frame += 1;
        if length >= FRAME {
            self.close_frame();
        }
        Ok(())
    }

    /// Returns the length of the payload of the open frame, in bytes.
    fn payload(&self) -> usize {
        self.file.len() - self.frame - FRAME_HEAD
    }

    fn close_frame(&mut self) {
        // `push` has checked that the length fits.
        let length = self.payload() as u32;
        let (frame, middle) = (self.frame, self.frame + FRAME_HEAD / 2);
        self.file[frame..middle].copy_from_slice(&length.to_le_bytes());
        self.file[middle..frame + FRAME_HEAD].copy_from_slice(&self.in_frame.to_le_bytes());
        seal(&mut self.file, frame);
        self.in_frame = 0;
    }
}

impl<T: Value> Part for ObjectPart<T> {
    fn cut(&mut self) -> usize {
        if self.in_frame > 0 {
            self.close_frame();
        }
        let ahead = memory::ahead(self.file.len());
        memory::reserve(&mut self.file, ahead);
        self.file.len().max(self.head)
    }

    fn usage(&self) -> Usage {
        Usage::of_vec(&self.file)
    }

    fn encoded(mut self) -> Encoded {
        self.cut();
        Encoded { file: self.file, head: self.head, complete: end }
    }
}

fn header(shape: &str) -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.extend(VERSION.to_le_bytes());
    header.extend([0; 2]);
    header.extend((shape.len() as u32).to_le_bytes());
    header.extend(shape.as_bytes());
    seal(&mut header, 0);
    header
}

/// The length of a checksum in bytes.
const CHECKSUM: usize = 4;

/// Writes the end of a file, which has the number of all records in its frames.
fn end(file: &mut Vec<u8>, head: usize) {
    let (mut records, mut frame) = (0, head);
    while let Some((length, count)) = frame_head(file.get(frame..).unwrap_or_default()) {
        records += u64::from(count);
        frame += FRAME_HEAD + length as usize + CHECKSUM;
    }
    let end = file.len();
    file.extend([0; FRAME_HEAD]);
    file.extend(records.to_le_bytes());
    seal(file, end);
}

/// The length of a frame's payload and the number of its records.
fn frame_head(frame: &[u8]) -> Option<(u32, u32)> {
    let (length, rest) = frame.split_first_chunk()?;
    let (count, _) = rest.split_first_chunk()?;
    Some((u32::from_le_bytes(*length), u32::from_le_bytes(*count)))
}

/// Appends the checksum of all bytes from `start` on.
fn seal(file: &mut Vec<u8>, start: usize) {
    let checksum = crc32c::crc32c(&file[start..]);
    file.extend(checksum.to_le_bytes());
}
