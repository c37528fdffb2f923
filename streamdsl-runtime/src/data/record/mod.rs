//! Records: what flows from operator to operator, and what is kept of it.
//!
//! A record such as `(&'b str, u32)` may borrow from the page it arrived in. Operators that keep
//! records beyond the page store them in a [`Column`] (windows, groups) or turn them into owned form;
//! results that are combined and saved are [`Value`]s.

mod collection;
mod column;
mod list;
mod optional;
mod scalar;
#[cfg(test)]
mod tests;
mod text;
mod tuple;
mod values;

pub use column::Column;
pub use list::Lists;
pub use optional::Optional;
pub use streamdsl_macros::Record;
pub use text::{BytesColumn, TextColumn};
pub use values::Values;

use crate::data::codec::{DecodeError, Input};

/// A record that operators may keep beyond the page it borrows from.
#[diagnostic::on_unimplemented(
    message = "records of type `{Self}` cannot be kept beyond their batch",
    label = "this operator keeps its records",
    note = "`&str`, `&[u8]`, owned values, tuples and `Option`s of them can be kept; for a type of your own `#[derive(Record)]`"
)]
pub trait Record: Sized {
    /// The record in a form that borrows nothing: `String` for `&str`.
    type Owned: Value;
    /// Where many such records are kept.
    type Column: Column<Owned = Self::Owned>;

    /// Turns the record into its owned form.
    fn into_owned(self) -> Self::Owned;

    /// Appends the record to a column.
    fn store(self, column: &mut Self::Column);
}

/// An owned value that can outlive its batch: combined, kept in windows and state, saved.
///
/// `#[derive(Record)]` makes a value and a record of a struct or an enum of values that is `Clone`:
///
/// ```
/// use streamdsl::record::{Record, Value};
///
/// #[derive(Clone, Record)]
/// struct Click {
///     user: u64,
///     url: String,
/// }
///
/// assert_eq!(<Click as Value>::shape(), "Click { user: u64, url: String }");
/// ```
///
/// A type that contains itself (a tree) has no shape that could be written down, and cannot be a
/// value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be kept as a value between records",
    label = "this value is combined or kept",
    note = "`&str` borrows from the receive page: make it owned with `.to_string()`",
    note = "for a type of your own: `#[derive(Record)]`"
)]
pub trait Value: Clone + Send + Sync + 'static {
    /// The name of the type in saved state: `u64`, `(String, f64)`.
    fn shape() -> String;

    /// Writes the value for saved state, in at least one byte.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads a value of saved state.
    ///
    /// # Errors
    /// If the bytes are not a value of this type.
    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError>;

    /// The exact inverse of `+`, if there is one: integers have it, floating-point numbers would
    /// drift.
    fn inverse_of_add() -> Option<fn(Self, Self) -> Self> {
        None
    }
}

/// Declares types whose records are kept as they are.
macro_rules! plain_records {
    ($([$($generics:tt)*] $record:ty;)*) => {$(
        impl<$($generics)*> $crate::data::record::Record for $record {
            type Owned = Self;
            type Column = $crate::data::record::Values<Self>;

            #[inline]
            fn into_owned(self) -> Self {
                self
            }

            #[inline]
            fn store(self, column: &mut $crate::data::record::Values<Self>) {
                column.push(self);
            }
        }
    )*};
}
use plain_records;
