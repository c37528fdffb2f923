//! Columns of strings and byte strings.

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_bytes, put_count};
use crate::data::record::{Column, Record, Value, plain_records};

/// Declares a column of borrowed strings: the contents of all strings, and the end of each.
macro_rules! string_columns {
    ($($(#[$doc:meta])* $column:ident of $view:ty, in $owned:ty,
        named $shape:literal, $append:ident, read by $read:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $column {
            all: $owned,
            ends: Vec<usize>,
        }

        impl Column for $column {
            type Owned = $owned;
            type View<'a> = &'a $view;

            fn len(&self) -> usize {
                self.ends.len()
            }

            #[inline]
            fn get(&self, index: usize) -> Option<&$view> {
                let end = *self.ends.get(index)?;
                let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
                self.all.get(start..end)
            }

            fn append(&mut self, other: &mut Self) {
                if self.ends.is_empty() {
                    std::mem::swap(self, other);
                    return;
                }
                let start = self.all.len();
                memory::reserve(&mut self.ends, other.ends.len());
                memory::$append(&mut self.all, &other.all);
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
                $shape.into()
            }

            fn encode(&self, out: &mut Vec<u8>) {
                put_count(out, self.len());
                for index in 0..self.len() {
                    put_bytes(out, self.get(index).unwrap_or_default().as_ref());
                }
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                let mut column = Self::default();
                let count = input.count()?;
                column.ends.reserve(input.capacity::<usize>(count));
                for _ in 0..count {
                    input.$read()?.store(&mut column);
                }
                Ok(column)
            }
        }

        impl Record for &$view {
            type Owned = $owned;
            type Column = $column;

            fn into_owned(self) -> $owned {
                self.into()
            }

            #[inline]
            fn store(self, column: &mut $column) {
                memory::$append(&mut column.all, self);
                memory::push(&mut column.ends, column.all.len());
            }
        }
    )*};
}

string_columns! {
    /// A column of strings.
    TextColumn of str, in String, named "str", push_text, read by text;
    /// A column of byte strings.
    BytesColumn of [u8], in Vec<u8>, named "[u8]", push_all, read by bytes;
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
