//! Columns of owned values.

use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::{Column, Record, Value};

/// A column of owned values. Reading a value clones it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values<T>(Vec<T>);

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Values<T> {
    /// Appends a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.0.push(value);
    }

    /// Returns all values.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> Column for Values<T>
where
    T: Value + Record<Column = Self, Owned = T>,
{
    type Owned = T;
    type View<'a> = T;

    fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<T> {
        self.0.get(index).cloned()
    }

    fn push_owned(&mut self, owned: T) {
        self.push(owned);
    }

    fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn shape() -> String {
        <T as Value>::shape()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        encode_all(&self.0, out);
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        if let Some(value) = self.0.get(index) {
            value.encode(out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        decode_all(input).map(Self)
    }
}

/// Writes the count of the values and then each of them.
pub(super) fn encode_all<T: Value>(values: &[T], out: &mut Vec<u8>) {
    put_count(out, values.len());
    T::encode_each(values, out);
}

/// Reads a count and that many values.
pub(super) fn decode_all<T: Value>(input: &mut Input<'_>) -> Result<Vec<T>, DecodeError> {
    let count = input.count()?;
    let mut values = Vec::with_capacity(input.capacity::<T>(count));
    T::decode_each(count, input, &mut values)?;
    Ok(values)
}
