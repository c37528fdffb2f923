//! Columns of strings.

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_bytes, put_count};
use crate::data::record::{Column, Record, Value, plain_records};

/// A column of strings: the text of all of them, and the end of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    all: String,
    ends: Vec<usize>,
}

impl Column for TextColumn {
    type Owned = String;
    type View<'a> = &'a str;

    fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start..end)
    }

    fn push_owned(&mut self, owned: String) {
        owned.as_str().store(self);
    }

    fn append(&mut self, other: &mut Self) {
        if self.ends.is_empty() {
            std::mem::swap(self, other);
            return;
        }
        let start = self.all.len();
        memory::reserve(&mut self.ends, other.ends.len());
        memory::push_text(&mut self.all, &other.all);
        self.ends.extend(other.ends.iter().map(|end| start + end));
        other.clear();
    }

    fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
    }

    fn usage(&self) -> Usage {
        let text = Usage { used: self.all.len(), reserved: self.all.capacity() };
        text + Usage::of_vec(&self.ends)
    }

    fn shape() -> String {
        "str".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.len());
        for index in 0..self.len() {
            self.encode_owned(index, out);
        }
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        if let Some(text) = self.get(index) {
            put_bytes(out, text.as_bytes());
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let mut column = Self::default();
        let count = input.count()?;
        column.ends.reserve(input.capacity::<usize>(count));
        for _ in 0..count {
            input.text()?.store(&mut column);
        }
        Ok(column)
    }
}

impl Record for &str {
    type Owned = String;
    type Column = TextColumn;

    fn into_owned(self) -> String {
        self.into()
    }

    #[inline]
    fn store(self, column: &mut TextColumn) {
        memory::push_text(&mut column.all, self);
        memory::push(&mut column.ends, column.all.len());
    }
}

plain_records! { [] String; }

impl Value for String {
    const HAS_HEAP: bool = true;

    fn heap_size(&self) -> usize {
        self.capacity()
    }

    fn shape() -> String {
        "String".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_bytes(out, self.as_bytes());
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        input.text().map(Into::into)
    }
}
