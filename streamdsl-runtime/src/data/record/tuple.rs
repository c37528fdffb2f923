//! Tuples of records. Each member has a column of its own.

use crate::base::memory::Usage;
use crate::data::codec::{DecodeError, Input};
use crate::data::record::{Column, Record, Value};

/// Declares the tuples: the letters are the types of the members, the numbers their positions.
macro_rules! tuples {
    ($(($($T:ident $at:tt),+);)*) => {$(
        impl<$($T: Value),+> Value for ($($T,)+) {
            const HAS_HEAP: bool = $($T::HAS_HEAP)||+;

            fn heap_size(&self) -> usize {
                0 $(+ self.$at.heap_size())+
            }

            fn shape() -> String {
                format!("({})", [$($T::shape()),+].join(", "))
            }

            fn encode(&self, out: &mut Vec<u8>) {
                $(self.$at.encode(out);)+
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                Ok(($($T::decode(input)?,)+))
            }
        }

        impl<$($T: Record),+> Record for ($($T,)+) {
            type Owned = ($($T::Owned,)+);
            type Column = ($($T::Column,)+);

            #[inline]
            fn into_owned(self) -> Self::Owned {
                ($(self.$at.into_owned(),)+)
            }

            #[inline]
            fn store(self, column: &mut Self::Column) {
                $(self.$at.store(&mut column.$at);)+
            }
        }

        impl<$($T: Column),+> Column for ($($T,)+) {
            type Owned = ($($T::Owned,)+);
            type View<'a> = ($($T::View<'a>,)+);

            fn len(&self) -> usize {
                self.0.len()
            }

            #[inline]
            fn get(&self, index: usize) -> Option<Self::View<'_>> {
                Some(($(self.$at.get(index)?,)+))
            }

            fn push_owned(&mut self, owned: Self::Owned) {
                $(self.$at.push_owned(owned.$at);)+
            }

            fn append(&mut self, other: &mut Self) {
                $(self.$at.append(&mut other.$at);)+
            }

            fn clear(&mut self) {
                $(self.$at.clear();)+
            }

            fn usage(&self) -> Usage {
                Usage::default() $(+ self.$at.usage())+
            }

            fn shape() -> String {
                format!("({})", [$($T::shape()),+].join(", "))
            }

            fn encode(&self, out: &mut Vec<u8>) {
                $(self.$at.encode(out);)+
            }

            fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
                $(self.$at.encode_owned(index, out);)+
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                let at = input.clone();
                let columns = ($($T::decode(input)?,)+);
                if [$(columns.$at.len()),+].iter().any(|&len| len != columns.0.len()) {
                    return Err(at.error("columns of different lengths"));
                }
                Ok(columns)
            }
        }
    )*};
}

tuples! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
}
