//! Columns and values against vectors of owned records.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use crate::data::codec::Input;
use crate::data::record::{Column, Record, Value};

type Everything = (
    (u8, u16, u32, u64, u128, usize),
    (i8, i16, i32, i64, i128, isize),
    (bool, char, ((), String), [u16; 3], Option<Duration>),
    (Vec<String>, VecDeque<(u8, bool)>, BTreeSet<String>),
    (HashSet<u8>, BTreeMap<String, Vec<()>>, HashMap<Option<u8>, u16>),
);

type Borrowed<'a> = (&'a str, (Option<&'a str>, &'a [u8]), u32);
type Owned = (String, (Option<String>, Vec<u8>), u32);

fn round_trip<T: Value + PartialEq + Debug>(value: &T) {
    let mut out = Vec::new();
    value.encode(&mut out);
    assert!(!out.is_empty());
    let mut input = Input::new(&out);
    assert_eq!(T::decode(&mut input).as_ref(), Ok(value));
    assert_eq!(input.finish(), Ok(()));
    for cut in (0..out.len()).step_by(out.len() / 32 + 1) {
        assert!(T::decode(&mut Input::new(&out[..cut])).is_err(), "{cut} of {} bytes", out.len());
    }
}

/// Stores records in two columns, appends one column to the other, then saves and loads the result.
fn through_columns<R: Record + Clone>(records: &[R], split: usize) -> Vec<R::Owned> {
    let mut columns = [R::Column::default(), R::Column::default()];
    for (n, record) in records.iter().enumerate() {
        record.clone().store(&mut columns[usize::from(n >= split)]);
    }
    let [mut column, mut second] = columns;
    column.append(&mut second);
    assert!(second.is_empty());
    assert_eq!(column.len(), records.len());
    let mut out = Vec::new();
    column.encode(&mut out);
    let mut input = Input::new(&out);
    let loaded = R::Column::decode(&mut input).unwrap();
    assert_eq!(input.finish(), Ok(()));
    column.clear();
    assert!(column.is_empty() && column.get(0).is_none());
    loaded.iter().map(Record::into_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 32 }))]

    #[test]
    fn values_round_trip(
        a in any::<(u8, u16, u32, u64, u128, usize)>(),
        b in any::<(i8, i16, i32, i64, i128, isize)>(),
        c in any::<(bool, char, ((), String), [u16; 3], Option<Duration>)>(),
        d in any::<(Vec<String>, VecDeque<(u8, bool)>, BTreeSet<String>)>(),
        e in any::<(HashSet<u8>, BTreeMap<String, Vec<()>>, HashMap<Option<u8>, u16>)>(),
        floats in any::<[f64; 2]>(),
    ) {
        let value: Everything = (a, b, c, d, e);
        round_trip(&value);
        let mut out = Vec::new();
        floats.encode(&mut out);
        let loaded = <[f64; 2]>::decode(&mut Input::new(&out)).unwrap();
        prop_assert_eq!(loaded.map(f64::to_bits), floats.map(f64::to_bits));
    }

    #[test]
    fn times_and_addresses_round_trip(value in any::<(SystemTime, IpAddr)>()) {
        round_trip(&value);
    }

    #[test]
    fn hostile_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Everything::decode(&mut Input::new(&bytes));
        let _ = Vec::<(u8, String)>::decode(&mut Input::new(&bytes));
        let _ = HashMap::<u16, Vec<bool>>::decode(&mut Input::new(&bytes));
        let _ = Vec::<(SystemTime, IpAddr)>::decode(&mut Input::new(&bytes));
        let _ = Box::<[Arc<str>]>::decode(&mut Input::new(&bytes));
        if let Ok(column) = <Vec<Vec<&str>> as Record>::Column::decode(&mut Input::new(&bytes)) {
            prop_assert_eq!(column.iter().count(), column.len());
        }
        if let Ok(column) = <Borrowed<'static> as Record>::Column::decode(&mut Input::new(&bytes)) {
            prop_assert_eq!(column.iter().count(), column.len());
        }
    }

    #[test]
    fn columns_keep_records(
        records in prop::collection::vec(any::<(String, Option<String>, Vec<u8>, u32)>(), 0..50),
        split in 0_usize..60,
    ) {
        let borrowed: Vec<Borrowed> =
            records.iter().map(|(a, b, c, d)| (&**a, (b.as_deref(), &**c), *d)).collect();
        let owned: Vec<Owned> =
            records.iter().map(|(a, b, c, d)| (a.clone(), (b.clone(), c.clone()), *d)).collect();
        prop_assert_eq!(through_columns(&borrowed, split), owned.clone());
        prop_assert_eq!(through_columns(&owned, split), owned);
    }

    #[test]
    fn columns_keep_lists(
        records in prop::collection::vec((any::<u8>(), prop::collection::vec(".{0,3}", 0..5)), 0..20),
        split in 0_usize..25,
    ) {
        let borrowed: Vec<(u8, Vec<&str>)> = records
            .iter()
            .map(|(key, words)| (*key, words.iter().map(String::as_str).collect()))
            .collect();
        prop_assert_eq!(through_columns(&borrowed, split), records);
    }
}

#[test]
fn an_impossible_length_allocates_nothing() {
    // 2^60 elements of 8 KiB each.
    let bytes = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
    assert!(Vec::<[u64; 1024]>::decode(&mut Input::new(&bytes)).is_err());
    assert!(Vec::<()>::decode(&mut Input::new(&bytes)).is_err());
}

#[test]
fn values_without_contents_round_trip() {
    round_trip(&vec![[0_u8; 0]; 3]);
    round_trip(&vec![(); 3]);
    round_trip(&[(); 2]);
}

#[test]
fn shapes_name_the_types() {
    assert_eq!(<(String, HashMap<u32, Vec<f64>>)>::shape(), "(String, HashMap<u32, Vec<f64>>)");
    assert_eq!(<(&str, Option<&[u8]>) as Record>::Column::shape(), "(str, Option<[u8]>)");
}

#[test]
fn only_integers_can_be_subtracted_again() {
    let inverse = u8::inverse_of_add().unwrap();
    assert_eq!(inverse(250, 3), 247);
    assert!(f64::inverse_of_add().is_none());
    assert!(String::inverse_of_add().is_none());
}
