//! Records: the data that flows from operator to operator, and the forms in which it is kept.
//!
//! A record such as `(&'b str, u32)` may borrow from the page that it arrived in. Operators that keep
//! records longer than the page store them in a [`Column`] (windows, groups) or turn them into their
//! owned form. Results that are combined and saved are [`Value`]s.

mod borrowed;
mod codec;
mod collection;
mod column;
mod list;
mod optional;
mod pointer;
mod scalar;
mod shape;
mod slice;
pub(in crate::data) mod system;
#[cfg(test)]
mod tests;
mod text;
mod tuple;
mod values;

pub use crate::base::memory::Usage;
pub use borrowed::{Borrowed, Field, Kept, Other, OwnedAs, Parts};
pub use codec::{AsText, Codec};
pub use column::Column;
pub use list::Lists;
pub use optional::Optional;
pub use shape::shape_of;
pub use slice::Slices;
pub use streamdsl_macros::Record;
pub use text::TextColumn;
pub use values::Values;

use crate::data::codec::{DecodeError, Input};

/// A record that operators can keep longer than the page that it borrows from.
///
/// `&str`, slices such as `&[u8]` and `&[f64]`, owned values, and tuples and `Option`s of them are
/// records. `#[derive(Record)]` makes a record of a struct or an enum. If the type borrows, operators
/// keep each field in a column of its own, without an allocation per record:
///
/// ```
/// use streamdsl::prelude::*;
/// use streamdsl::record::Record;
///
/// #[derive(Clone, Copy, Record)]
/// struct Click<'a> {
///     user: u64,
///     url: &'a str,
/// }
///
/// type OwnedClick = <Click<'static> as Record>::Owned;
///
/// let clicks = Collected::<OwnedClick>::new();
/// let job = stream! {
///     memory([["/b", "/c", "/a"]])
///         |> map(|url| Click { user: 7, url })
///         |> sort_by(|click| click.user)
///         |> collect(&clicks)
/// };
/// streamdsl::testing::run(job)?;
/// assert_eq!(clicks.records()[2].url, "/a");
/// # Ok::<(), streamdsl::Error>(())
/// ```
///
/// The derive makes the owned form, a struct with the same fields.
/// `#[streamdsl(owned = OwnedClick)]` names a type of your own instead, which has the same fields in
/// owned form and derives `Record` itself. Such a type has one lifetime, its type parameters stand for
/// owned values, it cannot contain itself, and its fields cannot name a [`Codec`].
#[diagnostic::on_unimplemented(
    message = "records of type `{Self}` cannot be kept beyond their batch",
    label = "this operator keeps its records",
    note = "`&str`, `&[u8]`, owned values, tuples and `Option`s of them can be kept; for a type of your own `#[derive(Record)]`"
)]
pub trait Record: Sized {
    /// The form of the record that borrows nothing: `String` for `&str`.
    type Owned: Value;
    /// The type that stores many such records.
    type Column: Column<Owned = Self::Owned>;

    /// Turns the record into its owned form.
    fn into_owned(self) -> Self::Owned;

    /// Appends the record to a column.
    fn store(self, column: &mut Self::Column);
}

/// An owned value that can live longer than its batch: it can be combined, kept in windows and
/// state, and saved.
///
/// `#[derive(Record)]` implements both `Value` and [`Record`](trait@Record) for a struct or an enum
/// that is `Clone` and whose fields are values:
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
/// For a field whose type comes from another crate, name a [`Codec`]: `#[streamdsl(with = AsText)]`.
///
/// A type may contain itself, as a tree does. Inside its own shape it is only named.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be kept as a value between records",
    label = "this value is combined or kept",
    note = "`&str` borrows from the receive page: make it owned with `.to_string()`",
    note = "for a type of your own: `#[derive(Record)]`; for a type of another crate, in a field of such a struct: `#[streamdsl(with = AsText)]`"
)]
pub trait Value: Clone + Send + Sync + 'static {
    /// Returns the name of the type in saved state: `u64`, `(String, f64)`.
    fn shape() -> String;

    /// Writes the value to saved state. It must write at least one byte.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads a value from saved state.
    ///
    /// # Errors
    /// If the bytes are not a value of this type.
    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError>;

    /// Writes many values, one after the other. Their count is written before.
    #[doc(hidden)]
    fn encode_each(values: &[Self], out: &mut Vec<u8>) {
        for value in values {
            value.encode(out);
        }
    }

    /// Reads `count` values that were written one after the other, and appends them to `into`.
    #[doc(hidden)]
    fn decode_each(
        count: usize,
        input: &mut Input<'_>,
        into: &mut Vec<Self>,
    ) -> Result<(), DecodeError> {
        for _ in 0..count {
            into.push(Self::decode(input)?);
        }
        Ok(())
    }

    /// Returns the exact inverse of `+`, if there is one. Integers have it. Floating-point numbers do
    /// not: rounding errors would add up.
    fn inverse_of_add() -> Option<fn(Self, Self) -> Self> {
        None
    }

    /// Whether [`heap_size`](Self::heap_size) can be more than 0. If it cannot, the function is never
    /// called.
    const HAS_HEAP: bool = false;

    /// Returns the bytes that the value owns outside of itself: for a `String` the capacity of its
    /// buffer. They count against the `memory_limit` of the context.
    ///
    /// `#[derive(Record)]` adds up the fields. A type that implements `Value` by hand and owns memory
    /// returns it here and sets [`HAS_HEAP`](Self::HAS_HEAP).
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
    /// let click = Click { user: 7, url: "/index".to_owned() };
    /// assert_eq!(click.heap_size(), click.url.capacity());
    /// assert!(Click::HAS_HEAP && !u64::HAS_HEAP);
    /// ```
    fn heap_size(&self) -> usize {
        0
    }
}

/// Declares types whose records are stored unchanged.
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
