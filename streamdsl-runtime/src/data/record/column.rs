//! Many records side by side.

use crate::data::codec::{DecodeError, Input};
use crate::data::record::{Record, Value};

/// Records of one type, kept without an allocation for each.
///
/// Columns of tuples are tuples of columns; a column of strings is one string.
pub trait Column: Default + Clone + Send + Sync + 'static {
    /// The owned form of a record.
    type Owned: Value;

    /// A record read from the column: `&str` for strings, a copy for plain values.
    type View<'a>: Record<Column = Self, Owned = Self::Owned>
    where
        Self: 'a;

    /// The number of records.
    fn len(&self) -> usize;

    /// Whether there are no records.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at `index`; `None` beyond the end.
    fn get(&self, index: usize) -> Option<Self::View<'_>>;

    /// All records in the order of their arrival.
    fn iter(&self) -> impl Iterator<Item = Self::View<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Moves all records of `other` to the end of this column; `other` keeps its memory.
    fn append(&mut self, other: &mut Self);

    /// Removes all records and keeps the memory.
    fn clear(&mut self);

    /// The name of one record in saved state: `str`, `(str, u32)`.
    fn shape() -> String;

    /// Writes all records for saved state.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads the records of saved state.
    ///
    /// # Errors
    /// If the bytes are not records of this type.
    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError>;
}
