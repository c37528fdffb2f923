//! Columns of slices: byte strings, and lists of numbers.

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::values::{encode_all, heap_of};
use crate::data::record::{Column, Record, Value};

/// A column of slices such as `&[u8]` and `&[f64]`: the values of all of them, and the end of each.
/// Values that are not plain numbers are cloned into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices<T> {
    all: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Default for Slices<T> {
    fn default() -> Self {
        Self { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Value + Record<Owned = T>> Column for Slices<T> {
    type Owned = Vec<T>;
    type View<'a> = &'a [T];

    fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&[T]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start..end)
    }

    fn push_owned(&mut self, owned: Vec<T>) {
        owned.as_slice().store(self);
    }

    fn append(&mut self, other: &mut Self) {
        if self.ends.is_empty() {
            std::mem::swap(self, other);
            return;
        }
        let start = self.all.len();
        memory::reserve(&mut self.all, other.all.len());
        memory::reserve(&mut self.ends, other.ends.len());
        self.all.append(&mut other.all);
        self.ends.extend(other.ends.drain(..).map(|end| start + end));
    }

    fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
    }

    fn usage(&self) -> Usage {
        let owned = heap_of(&self.all);
        Usage::of_vec(&self.all).with(owned) + Usage::of_vec(&self.ends)
    }

    fn shape() -> String {
        format!("[{}]", T::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.len());
        for index in 0..self.len() {
            self.encode_owned(index, out);
        }
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        if let Some(slice) = self.get(index) {
            encode_all(slice, out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let mut column = Self::default();
        let count = input.count()?;
        column.ends.reserve(input.capacity::<usize>(count));
        for _ in 0..count {
            let length = input.count()?;
            T::decode_each(length, input, &mut column.all)?;
            column.ends.push(column.all.len());
        }
        Ok(column)
    }
}

impl<T: Value + Record<Owned = T>> Record for &[T] {
    type Owned = Vec<T>;
    // Written so that a `T` that cannot be kept is the only error.
    type Column = Slices<<T as Record>::Owned>;

    fn into_owned(self) -> Vec<T> {
        self.into()
    }

    #[inline]
    fn store(self, column: &mut Slices<T>) {
        memory::reserve(&mut column.all, self.len());
        column.all.extend_from_slice(self);
        memory::push(&mut column.ends, column.all.len());
    }
}
