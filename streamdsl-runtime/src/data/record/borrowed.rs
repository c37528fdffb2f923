//! Types of the user's own that borrow from their page: a column for each of their fields.

use std::fmt;

use crate::base::memory::Usage;
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

/// A field of a derived type that borrows, with the lifetime `'static`. Every record can be one. The
/// trait exists for its message.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be kept",
    label = "this field is part of a record that operators keep",
    note = "`&str`, `&[u8]`, slices of numbers, owned values, tuples and `Option`s of them can be kept; for a type of your own `#[derive(Record)]`"
)]
pub trait Kept {}

#[diagnostic::do_not_recommend]
impl<R: Record> Kept for R {}

/// A field of a derived type that borrows, with the lifetime `'static`. `At` is its type with the
/// lifetime `'t`.
#[doc(hidden)]
pub trait Field<'t>: Record {
    type At;

    fn at(view: <Self::Column as Column>::View<'t>) -> Self::At;
    fn keep(field: Self::At, column: &mut Self::Column);
    fn own(field: Self::At) -> Self::Owned;
}

impl<'t, R: Record> Field<'t> for R {
    type At = <R::Column as Column>::View<'t>;

    #[inline]
    fn at(view: Self::At) -> Self::At {
        view
    }

    #[inline]
    fn keep(field: Self::At, column: &mut R::Column) {
        field.store(column);
    }

    fn own(field: Self::At) -> R::Owned {
        field.into_owned()
    }
}

/// The owned form of a field, as the type that `owned` names has it. Only `T` itself implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the owned form of this field is `{Self}`, but the type that `owned` names has `{T}`",
    label = "expected `{Self}` in the owned type, found `{T}`"
)]
pub trait OwnedAs<T>: Sized {
    fn forth(self) -> T;
    fn back(owned: T) -> Self;
}

impl<T> OwnedAs<T> for T {
    fn forth(self) -> T {
        self
    }

    fn back(owned: T) -> T {
        owned
    }
}

/// With a second implementation, rustc does not conclude what `T` must be, but asks for the trait: it
/// gives the message of the trait, once.
#[doc(hidden)]
#[derive(Debug)]
pub struct Other<T>(T);

impl<T> OwnedAs<Other<T>> for T {
    fn forth(self) -> Other<T> {
        Other(self)
    }

    fn back(owned: Other<T>) -> T {
        owned.0
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

    fn usage(&self) -> Usage {
        self.0.usage()
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
