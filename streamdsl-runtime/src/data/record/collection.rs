//! Arrays, maps and sets as values.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::values::{encode_all, heap_of};
use crate::data::record::{Value, plain_records};

plain_records! {
    [T: Value, const N: usize] [T; N];
    [T: Value] VecDeque<T>;
    [T: Value + Ord] BTreeSet<T>;
    [T: Value + Eq + Hash, S: BuildHasher + Default + Clone + Send + Sync + 'static] HashSet<T, S>;
    [K: Value + Ord, V: Value] BTreeMap<K, V>;
    [K: Value + Eq + Hash, V: Value, S: BuildHasher + Default + Clone + Send + Sync + 'static] HashMap<K, V, S>;
}

impl<T: Value, const N: usize> Value for [T; N] {
    const HAS_HEAP: bool = T::HAS_HEAP;

    fn heap_size(&self) -> usize {
        heap_of(self)
    }

    fn shape() -> String {
        format!("[{}; {N}]", T::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        // The type already tells the count. It is written because an empty array needs a byte too.
        encode_all(self, out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let values: Vec<T> = Value::decode(input)?;
        values.try_into().map_err(|values: Vec<T>| {
            at.error(format!("found an array of length {}, expected length {N}", values.len()))
        })
    }
}

/// Declares collections that are saved as a count and their members.
macro_rules! collections {
    ($([$($generics:tt)*] $collection:ty, named $name:literal: $($member:ident $variable:ident),+;)*) => {$(
        #[allow(unused_parens)]
        impl<$($generics)*> Value for $collection {
            const HAS_HEAP: bool = true;

            // A member of a hash table or a tree also takes some memory for its place there.
            fn heap_size(&self) -> usize {
                let mut members = self.len() * size_of::<($($member),+)>();
                members += members / 2;
                if $($member::HAS_HEAP)||+ {
                    for ($($variable),+) in self {
                        members += 0 $(+ $variable.heap_size())+;
                    }
                }
                members
            }

            fn shape() -> String {
                format!("{}<{}>", $name, [$($member::shape()),+].join(", "))
            }

            fn encode(&self, out: &mut Vec<u8>) {
                put_count(out, self.len());
                for ($($variable),+) in self {
                    $($variable.encode(out);)+
                }
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                let count = input.count()?;
                (0..count).map(|_| <($($member),+)>::decode(input)).collect()
            }
        }
    )*};
}

collections! {
    [T: Value] VecDeque<T>, named "VecDeque": T member;
    [T: Value + Ord] BTreeSet<T>, named "BTreeSet": T member;
    [T: Value + Eq + Hash, S: BuildHasher + Default + Clone + Send + Sync + 'static]
        HashSet<T, S>, named "HashSet": T member;
    [K: Value + Ord, V: Value] BTreeMap<K, V>, named "BTreeMap": K key, V value;
    [K: Value + Eq + Hash, V: Value, S: BuildHasher + Default + Clone + Send + Sync + 'static]
        HashMap<K, V, S>, named "HashMap": K key, V value;
}
