//! Values behind a `Box` or an `Arc`. They are saved as the value that they point to.

use std::sync::Arc;

use crate::data::codec::{DecodeError, Input, put_bytes};
use crate::data::record::values::encode_all;
use crate::data::record::{Value, plain_records};

/// Declares pointers.
macro_rules! pointers {
    ($($pointer:ident),*) => {$(
        plain_records! { [T: Value] $pointer<T>; [T: Value] $pointer<[T]>; [] $pointer<str>; }

        impl<T: Value> Value for $pointer<T> {
            const HAS_HEAP: bool = true;

            /// What several pointers share counts for each of them.
            fn heap_size(&self) -> usize {
                size_of::<T>() + (**self).heap_size()
            }

            fn shape() -> String {
                T::shape()
            }

            fn encode(&self, out: &mut Vec<u8>) {
                (**self).encode(out);
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                T::decode(input).map(Self::new)
            }
        }

        impl<T: Value> Value for $pointer<[T]> {
            const HAS_HEAP: bool = true;

            fn heap_size(&self) -> usize {
                size_of_val::<[T]>(self) + self.iter().map(T::heap_size).sum::<usize>()
            }

            fn shape() -> String {
                <Vec<T> as Value>::shape()
            }

            fn encode(&self, out: &mut Vec<u8>) {
                encode_all(self, out);
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                <Vec<T> as Value>::decode(input).map(Self::from)
            }
        }

        impl Value for $pointer<str> {
            const HAS_HEAP: bool = true;

            fn heap_size(&self) -> usize {
                self.len()
            }

            fn shape() -> String {
                <String as Value>::shape()
            }

            fn encode(&self, out: &mut Vec<u8>) {
                put_bytes(out, self.as_bytes());
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                input.text().map(Self::from)
            }
        }
    )*};
}

pointers!(Box, Arc);
