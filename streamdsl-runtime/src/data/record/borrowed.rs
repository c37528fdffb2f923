//! Types of the user's own that borrow from their page: a column for each of their fields.

use std::fmt;

use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::{Column, Record, Value};

/// How a derived type that borrows consists of its fields. `#[derive(Record)]` implements it for the
/// type with the lifetime `'static`.
#[doc(hidden)]
pub trait Parts: Sized + 'static {
    /// A column for each field, as a tuple. For an enum, an optional one for each variant.
    type Columns: Column;
    /// The owned form of the type.
    type Owned: Value;
    /// The type with another lifetime.
    type View<'t>: Record<Column = Borrowed<Self>, Owned = Self::Owned>;

    /// Makes the type from its fields; `None` if they are those of no variant.
    fn from_parts(parts: <Self::Columns as Column>::View<'_>) -> Option<Self::View<'_>>;

    /// Takes the owned form apart.
    fn into_parts(owned: Self::Owned) -> <Self::Columns as Column>::Owned;

    /// Writes the record at `index` as its owned form is written.
    fn encode(columns: &Self::Columns, index: usize, out: &mut Vec<u8>) {
        if let Some(record) = columns.get(index).and_then(Self::from_parts) {
            record.into_owned().encode(out);
        }
    }
}

/// A column of a type of the user's own that borrows from its page. Text lies side by side in the
/// columns of the fields, so no record has memory of its own. Saved state is that of the owned form.
pub struct Borrowed<T: Parts>(T::Columns);

impl<T: Parts> Borrowed<T> {
    /// The columns of the fields.
    #[doc(hidden)]
    #[inline]
    pub fn columns(&mut self) -> &mut T::Columns {
        &mut self.0
    }
}

impl<T: Parts> Default for Borrowed<T> {
    fn default() -> Self {
        Self(T::Columns::default())
    }
}

impl<T: Parts> Clone for Borrowed<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Parts<Columns: fmt::Debug>> fmt::Debug for Borrowed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Borrowed").field(&self.0).finish()
    }
}

impl<T: Parts> Column for Borrowed<T> {
    type Owned = T::Owned;
    type View<'a> = T::View<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<T::View<'_>> {
        T::from_parts(self.0.get(index)?)
    }

    fn push_owned(&mut self, owned: T::Owned) {
        self.0.push_owned(T::into_parts(owned));
    }

    fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn shape() -> String {
        T::Owned::shape()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.len());
        for index in 0..self.len() {
            self.encode_owned(index, out);
        }
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        T::encode(&self.0, index, out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let mut column = Self::default();
        for _ in 0..input.count()? {
            column.push_owned(T::Owned::decode(input)?);
        }
        Ok(column)
    }
}
