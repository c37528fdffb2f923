//! Records and keys in their saved form.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Debug;
use std::time::Duration;

use streamdsl::__private::Interner;
use streamdsl::codec::Input;
use streamdsl::key::{Bytes, KeyFamily, Text};
use streamdsl::record::{Column, Record, Value};

#[derive(Clone, Debug, PartialEq, Record)]
enum Event {
    Click { user: u64, tags: Vec<String> },
    Scroll(i32, (u8, bool)),
    Idle,
}

/// What is decoded is encoded to bytes that decode to the same.
fn value<T: Value + Debug>(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let Ok(first) = T::decode(&mut input) else { return };
    let mut encoded = Vec::new();
    first.encode(&mut encoded);
    let mut again = Input::new(&encoded);
    let second = T::decode(&mut again).expect("what was encoded is decoded");
    again.finish().expect("all that was encoded is decoded");
    // By text, because NaN is not equal to itself.
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

fn column<C: Column>(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let Ok(column) = C::decode(&mut input) else { return };
    let mut encoded = Vec::new();
    column.encode(&mut encoded);
    let mut again = Input::new(&encoded);
    let second = C::decode(&mut again).expect("what was encoded is decoded");
    assert_eq!(column.len(), second.len());
}

type ColumnOf<T> = <T as Record>::Column;

/// Values and columns of every kind.
pub(super) fn records(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    match kind % 14 {
        0 => value::<Event>(bytes),
        1 => value::<(u8, i16, u32, i64, u128, usize)>(bytes),
        2 => value::<(String, Vec<u8>, Vec<u16>)>(bytes),
        3 => value::<Vec<Vec<Option<String>>>>(bytes),
        4 => value::<BTreeMap<String, (char, bool)>>(bytes),
        5 => value::<VecDeque<(f32, f64)>>(bytes),
        6 => value::<([u16; 3], (), Duration)>(bytes),
        7 => value::<Vec<()>>(bytes),
        8 => column::<ColumnOf<(String, u64)>>(bytes),
        9 => column::<ColumnOf<Vec<String>>>(bytes),
        10 => column::<ColumnOf<Option<Vec<u8>>>>(bytes),
        11 => column::<ColumnOf<Event>>(bytes),
        12 => column::<ColumnOf<Option<Option<()>>>>(bytes),
        _ => drop(HashMap::<u16, Vec<bool>>::decode(&mut Input::new(bytes))),
    }
}

/// A key that is decoded is seen and encoded as what it was.
fn key<F: KeyFamily>(bytes: &[u8]) {
    let mut interner = Interner::default();
    let mut input = Input::new(bytes);
    while input.remaining() > 0 {
        let Ok(packed) = F::decode(&mut input, &mut interner) else { return };
        let mut encoded = Vec::new();
        F::encode(&packed, &interner, &mut encoded);
        let again = F::decode(&mut Input::new(&encoded), &mut interner);
        assert!(again.expect("an encoded key is decoded") == packed);
        let mut other = Interner::default();
        let moved = F::rebase(packed, &interner, &mut other);
        let mut encoded_there = Vec::new();
        F::encode(&moved, &other, &mut encoded_there);
        assert_eq!(encoded, encoded_there);
    }
}

/// Keys of every kind.
pub(super) fn keys(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    match kind % 6 {
        0 => key::<Text>(bytes),
        1 => key::<Bytes>(bytes),
        2 => key::<u64>(bytes),
        3 => key::<(Text, u32)>(bytes),
        4 => key::<(Bytes, (i8, Text))>(bytes),
        _ => key::<()>(bytes),
    }
}
