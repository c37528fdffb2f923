//! Columns of owned values.

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::{Column, Record, Value};

/// A column of owned values. Reading a value clones it.
#[derive(Clone, Debug)]
pub struct Values<T> {
    all: Vec<T>,
    /// What the values own outside of themselves, in bytes.
    heap: usize,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self { all: Vec::new(), heap: 0 }
    }
}

impl<T: PartialEq> PartialEq for Values<T> {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl<T: Eq> Eq for Values<T> {}

impl<T> Values<T> {
    /// Appends a value.
    #[inline]
    pub fn push(&mut self, value: T)
    where
        T: Value,
    {
        if T::HAS_HEAP {
            self.heap += value.heap_size();
        }
        memory::push(&mut self.all, value);
    }

    /// Returns all values.
    pub fn as_slice(&self) -> &[T] {
        &self.all
    }
}

impl<T> Column for Values<T>
where
    T: Value + Record<Column = Self, Owned = T>,
{
    type Owned = T;
    type View<'a> = T;

    fn len(&self) -> usize {
        self.all.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<T> {
        self.all.get(index).cloned()
    }

    fn push_owned(&mut self, owned: T) {
        self.push(owned);
    }

    fn append(&mut self, other: &mut Self) {
        if self.all.is_empty() {
            std::mem::swap(&mut self.all, &mut other.all);
        } else {
            memory::reserve(&mut self.all, other.all.len());
            self.all.append(&mut other.all);
        }
        self.heap += std::mem::take(&mut other.heap);
    }

    fn clear(&mut self) {
        self.all.clear();
        self.heap = 0;
    }

    fn usage(&self) -> Usage {
        Usage::of_vec(&self.all).with(self.heap)
    }

    fn shape() -> String {
        <T as Value>::shape()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        encode_all(&self.all, out);
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        if let Some(value) = self.all.get(index) {
            value.encode(out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let all: Vec<T> = decode_all(input)?;
        let heap = heap_of(&all);
        Ok(Self { all, heap })
    }
}

/// What the values of a list own outside of themselves.
pub(super) fn heap_of<'v, T: Value>(values: impl IntoIterator<Item = &'v T>) -> usize {
    if T::HAS_HEAP { values.into_iter().map(T::heap_size).sum() } else { 0 }
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
