//! Hadoop's `SequenceFile`, version 6, not compressed.
//!
//! ```text
//! "SEQ" 6 | key class | value class | compressed: 0 | in blocks: 0 | metadata: none | marker
//! record: length of both | length of the key | key | value
//! from time to time, before a record: -1 | marker
//! ```
//!
//! Readers that begin somewhere in a file look for the marker, 16 random bytes.

use std::hash::{BuildHasher, RandomState};

use crate::outputs::files::writable::Writable;

const MAGIC: [u8; 4] = *b"SEQ\x06";

/// The number of bytes after which Hadoop's own writer puts a marker.
const MARKER_EVERY: usize = 5 * 1024 * 20;

/// Where a record's length would be, says that a marker follows.
const MARKER_FOLLOWS: i32 = -1;

/// A `SequenceFile` on its way.
#[derive(Debug, Default)]
pub(crate) struct SequencePart {
    file: Vec<u8>,
    marker: [u8; 16],
    /// Where the last marker ends; that of the header does not count.
    marked: usize,
}

impl SequencePart {
    /// Appends a record, unless Hadoop could not hold it. All records of a file are of the same
    /// classes.
    pub(crate) fn push<K: Writable, V: Writable>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), String> {
        if self.file.is_empty() {
            self.marker = random_marker();
            self.file = header(K::CLASS, V::CLASS, &self.marker)?;
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

    /// Appends a record with zeros for its lengths; gives that of both parts and that of the key.
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

    /// The bytes of the file, unless it has no records.
    pub(crate) fn finish(self) -> Option<Vec<u8>> {
        (!self.file.is_empty()).then_some(self.file)
    }
}

fn header(key: &str, value: &str, marker: &[u8]) -> Result<Vec<u8>, String> {
    let mut header = MAGIC.to_vec();
    for class in [key, value] {
        class.write(&mut header)?;
    }
    // Neither kind of compression, and no metadata.
    header.extend([0; 2 + 4]);
    header.extend(marker);
    Ok(header)
}

/// Bytes that nobody who sends records can know.
fn random_marker() -> [u8; 16] {
    let random = RandomState::new();
    let halves = [random.hash_one(0_u8), random.hash_one(1_u8)];
    let mut marker = [0; 16];
    for (place, half) in marker.chunks_exact_mut(8).zip(halves) {
        place.copy_from_slice(&half.to_ne_bytes());
    }
    marker
}

/// A file of Hadoop's `TextOutputFormat` on its way: `key TAB value` in each line.
#[derive(Debug, Default)]
pub(crate) struct KeyValueText {
    text: String,
}

impl KeyValueText {
    /// Appends a line. Without key or value there is no tab, without both no line.
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

    /// The bytes of the file, unless it has no lines.
    pub(crate) fn finish(self) -> Option<Vec<u8>> {
        (!self.text.is_empty()).then(|| self.text.into_bytes())
    }
}
