//! Hadoop's `SequenceFile`, version 6, not compressed.
//!
//! ```text
//! "SEQ" 6 | key class | value class | compressed: 0 | in blocks: 0 | metadata: none | marker
//! record: length of both | length of the key | key | value
//! before some records: -1 | marker
//! ```
//!
//! The marker is 16 random bytes. A reader that starts in the middle of a file searches for it.

use std::hash::{BuildHasher, RandomState};

use crate::base::memory::{self, Usage};
use crate::outputs::files::writable::Writable;
use crate::outputs::files::{Encoded, Part};

/// What a reader that starts in the middle of a file searches for.
pub(crate) type Marker = [u8; 16];

const MAGIC: [u8; 4] = *b"SEQ\x06";

/// The number of bytes between two markers, as in Hadoop's own writer.
const MARKER_EVERY: usize = 5 * 1024 * 20;

/// In the place of a record's length, this number says that a marker follows.
const MARKER_FOLLOWS: i32 = -1;

/// A `SequenceFile` that is being written.
#[derive(Clone, Debug)]
pub struct SequencePart {
    file: Vec<u8>,
    /// The length of the header.
    head: usize,
    marker: Marker,
    /// The end of the last marker, or 0 if there is only the marker of the header.
    marked: usize,
}

impl SequencePart {
    /// Returns a file without records. All files that are put together must have the same marker.
    pub(crate) fn new(marker: Marker) -> Self {
        Self { file: Vec::new(), head: 0, marker, marked: 0 }
    }

    /// Appends a record. All records of a file are of the same classes.
    ///
    /// # Errors
    /// If the classes cannot hold the record, or if it is too large for the format.
    pub(crate) fn push<K: Writable, V: Writable>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), String> {
        if self.file.is_empty() {
            self.file = header(K::CLASS, V::CLASS, &self.marker)?;
            self.head = self.file.len();
        }
        if self.file.len() >= self.marked + MARKER_EVERY {
            self.file.extend(MARKER_FOLLOWS.to_be_bytes());
            self.file.extend(self.marker);
            self.marked = self.file.len();
        }
        let start = self.file.len();
        let lengths = self.write_parts(key, value);
        if lengths.is_err() {
            self.file.truncate(start);
        }
        let (both, key) = lengths?;
        self.file[start..start + 4].copy_from_slice(&both.to_be_bytes());
        self.file[start + 4..start + 8].copy_from_slice(&key.to_be_bytes());
        Ok(())
    }

    /// Appends a record with zeros as its lengths. Returns the length of both parts and the length of
    /// the key.
    fn write_parts(
        &mut self,
        key: &impl Writable,
        value: &impl Writable,
    ) -> Result<(i32, i32), String> {
        self.file.extend([0; 8]);
        let start = self.file.len();
        key.write(&mut self.file)?;
        let middle = self.file.len();
        value.write(&mut self.file)?;
        let both = self.file.len() - start;
        match (i32::try_from(both), i32::try_from(middle - start)) {
            (Ok(both), Ok(key)) => Ok((both, key)),
            _ => Err(format!("a record of {both} bytes is too large for a SequenceFile")),
        }
    }
}

impl Part for SequencePart {
    fn cut(&mut self) -> usize {
        let ahead = memory::ahead(self.file.len());
        memory::reserve(&mut self.file, ahead);
        self.file.len().max(self.head)
    }

    fn usage(&self) -> Usage {
        Usage::of_vec(&self.file)
    }

    fn encoded(self) -> Encoded {
        Encoded { file: self.file, head: self.head, complete: |_, _| {} }
    }
}

fn header(key: &str, value: &str, marker: &[u8]) -> Result<Vec<u8>, String> {
    let mut header = MAGIC.to_vec();
    for class in [key, value] {
        class.write(&mut header)?;
    }
    // No compression of either kind, and no metadata.
    header.extend([0; 2 + 4]);
    header.extend(marker);
    Ok(header)
}

/// Returns a marker that a sender of records cannot guess.
pub(crate) fn random_marker() -> Marker {
    let random = RandomState::new();
    let halves = [random.hash_one(0_u8), random.hash_one(1_u8)];
    let mut marker = [0; 16];
    for (place, half) in marker.chunks_exact_mut(8).zip(halves) {
        place.copy_from_slice(&half.to_ne_bytes());
    }
    marker
}

/// A file of Hadoop's `TextOutputFormat` that is being written: `key TAB value` in each line.
#[derive(Clone, Debug, Default)]
pub struct KeyValueText {
    text: String,
}

impl KeyValueText {
    /// Appends a line. If the key or the value is null there is no tab; if both are, no line.
    pub(crate) fn push<K: Writable, V: Writable>(&mut self, key: &K, value: &V) {
        key.write_text(&mut self.text);
        if !K::IS_NULL && !V::IS_NULL {
            self.text.push('\t');
        }
        value.write_text(&mut self.text);
        if !K::IS_NULL || !V::IS_NULL {
            self.text.push('\n');
        }
    }
}

impl Part for KeyValueText {
    fn cut(&mut self) -> usize {
        let ahead = memory::ahead(self.text.len());
        memory::reserve_text(&mut self.text, ahead);
        self.text.len()
    }

    fn usage(&self) -> Usage {
        Usage { used: self.text.len(), reserved: self.text.capacity() }
    }

    fn encoded(self) -> Encoded {
        Encoded { file: self.text.into_bytes(), head: 0, complete: |_, _| {} }
    }
}
