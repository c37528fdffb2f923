//! The storage of many records.

use crate::base::memory::Usage;
use crate::data::codec::{DecodeError, Input};
use crate::data::record::{Record, Value};

/// Records of one type, stored without an allocation for each record.
///
/// A column of tuples is a tuple of columns, and a derived type that borrows has a column for each
/// field. A column of strings keeps all of them in one string.
pub trait Column: Default + Clone + Send + Sync + 'static {
    /// The owned form of a record.
    type Owned: Value;

    /// A record that is read from the column: `&str` for strings, a clone for owned values.
    type View<'a>: Record<Column = Self, Owned = Self::Owned>
    where
        Self: 'a;

    /// Returns the number of records.
    fn len(&self) -> usize;

    /// Returns whether there are no records.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the record at `index`, or `None` if `index` is not less than [`len`](Self::len).
    fn get(&self, index: usize) -> Option<Self::View<'_>>;

    /// Iterates over all records in the order in which they were stored.
    fn iter(&self) -> impl Iterator<Item = Self::View<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Appends a record in owned form.
    fn push_owned(&mut self, owned: Self::Owned);

    /// Moves all records of `other` to the end of this column. `other` is empty afterwards.
    fn append(&mut self, other: &mut Self);

    /// Removes all records and keeps the memory.
    fn clear(&mut self);

    /// Returns how much memory the records take, which counts against the `memory_limit` of the
    /// context. By default, each record takes the size of its owned form.
    fn usage(&self) -> Usage {
        Usage::default().with(self.len() * size_of::<Self::Owned>())
    }

    /// Returns the name of the type of a record in saved state: `str`, `(str, u32)`.
    fn shape() -> String;

    /// Writes all records to saved state.
    fn encode(&self, out: &mut Vec<u8>);

    /// Writes the record at `index` as its owned form is written. If there is none, it writes nothing.
    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        if let Some(record) = self.get(index) {
            record.into_owned().encode(out);
        }
    }

    /// Reads the records from saved state.
    ///
    /// # Errors
    /// If the bytes are not records of this type.
    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError>;
}
