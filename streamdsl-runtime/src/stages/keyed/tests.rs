//! Compares the table with the standard map.

use std::collections::HashMap;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;

use crate::data::codec::Input;
use crate::data::key::PageBytes;
use crate::data::key::{Bytes, Key, KeyFamily, Text};
use crate::data::record::Record;
use crate::stages::keyed::Table;

/// Texts at the limits of inline keys: empty, with NULs, of 14 to 18 bytes, non-ASCII, long.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab\0]{0,3}",
        "[ab]{14,18}",
        "a{14,15}\0{0,2}",
        "[aé字]{0,7}",
        "ab{30,40}",
        Just("é".repeat(8)),
    ]
}

#[allow(clippy::needless_pass_by_value)]
fn concat(a: String, b: String) -> String {
    a + &b
}

/// The contents of a table, by owned keys.
fn contents<F, V, K>(table: &Table<F, V>) -> HashMap<K, V>
where
    F: KeyFamily,
    F: for<'t> KeyFamily<View<'t>: Record<Owned = K>>,
    V: Clone,
    K: Eq + Hash,
{
    let entries = table.iter().map(|(key, value)| (key.into_owned(), value.clone()));
    let map: HashMap<K, V> = entries.collect();
    assert_eq!(map.len(), table.len(), "a key is there twice");
    map
}

/// A page with its padding, and the records that lie in it.
fn paged(words: &[String]) -> (Vec<u8>, Vec<std::ops::Range<usize>>) {
    let mut page = Vec::new();
    let mut places = Vec::new();
    for word in words {
        places.push(page.len()..page.len() + word.len());
        page.extend_from_slice(word.as_bytes());
    }
    page.extend_from_slice(&[b'x'; 64]);
    (page, places)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 128 }))]

    #[test]
    fn values_combine_in_the_order_of_arrival(words in prop::collection::vec(texts(), 0..300)) {
        let (page, places) = paged(&words);
        let mut table = Table::<Text, String>::new();
        let mut model = HashMap::<String, String>::new();
        let mut feed = table.feed(PageBytes::new(&page));
        for (n, place) in places.into_iter().enumerate() {
            let word = std::str::from_utf8(&page[place]).unwrap();
            feed.push(word, format!("{n} "), concat);
            let text = model.entry(word.to_string()).or_default();
            *text = concat(std::mem::take(text), format!("{n} "));
        }
        feed.flush(concat);
        drop(feed);
        prop_assert_eq!(contents(&table), model.clone());

        for (word, value) in &model {
            let key = table.pack(PageBytes::none(), word);
            prop_assert_eq!(table.get(key), Some(value));
        }
        let absent = table.pack(PageBytes::none(), "absent, and too long to be inline");
        prop_assert_eq!(table.get(absent), None);

        table.retain(|key, _| key.len() % 2 == 0);
        model.retain(|key, _| key.len() % 2 == 0);
        prop_assert_eq!(contents(&table), model.clone());

        let drained: HashMap<String, String> =
            table.drain().map(|(key, value)| (key.to_string(), value)).collect();
        prop_assert_eq!(drained, model);
        prop_assert!(table.is_empty() && table.iter().next().is_none());
    }

    #[test]
    fn byte_strings_are_told_apart_exactly(keys in prop::collection::vec(
        prop_oneof![
            prop::collection::vec(prop_oneof![Just(0_u8), Just(0xFF), any::<u8>()], 0..18),
            (0_usize..18).prop_map(|n| vec![0xFF; n]),
        ], 0..200))
    {
        let mut table = Table::<Bytes, u32>::new();
        let mut model = HashMap::<Vec<u8>, u32>::new();
        for key in keys {
            let packed = table.pack(PageBytes::none(), &key);
            *table.entry(packed) += 1;
            *model.entry(key).or_default() += 1;
        }
        prop_assert_eq!(contents(&table), model);
    }

    #[test]
    fn composite_keys_survive_saving_and_rebasing(keys in prop::collection::vec(
        (texts(), any::<Option<u8>>(), any::<i64>(), any::<char>()), 0..100))
    {
        let mut table = Table::<(Text, Option<u8>, i64, char), ()>::new();
        let mut other = Table::new();
        other.pack(PageBytes::none(), ("shifts the numbers of interned keys", None::<u8>, 0_i64, 'x'));
        for key in &keys {
            let packed = table.pack(PageBytes::none(), key);
            table.upsert(packed, (), |(), ()| ());
        }
        other.merge_range(&table, 0..1024, |(), ()| ());
        prop_assert_eq!(other.len(), table.len());
        for ((text, option, number, letter), ()) in other.iter() {
            prop_assert!(keys.contains(&(text.to_string(), option, number, letter)));
        }
        let mut fresh = Table::<(Text, Option<u8>, i64, char), ()>::new();
        for key in &keys {
            saved_and_loaded(&mut fresh, key);
        }
    }

    #[test]
    fn what_is_removed_is_gone_and_the_rest_is_found(
        steps in prop::collection::vec((0_u16..400, any::<bool>()), 0..600),
        for_owner in any::<bool>(),
    ) {
        let mut table: Table<Text, u16> = if for_owner { Table::for_owner() } else { Table::new() };
        let mut model = HashMap::new();
        let word = |number: u16| format!("{number}{}", "-and-more-of-it".repeat(number as usize % 3));
        for (number, removes) in steps {
            let key = table.pack(PageBytes::none(), word(number));
            if removes {
                assert_eq!(table.remove(key), model.remove(&word(number)));
                table.tidy();
            } else {
                *table.entry(key) = number;
                model.insert(word(number), number);
            }
            let key = table.pack(PageBytes::none(), word(number));
            assert_eq!(table.get(key), model.get(&word(number)));
        }
        assert_eq!(contents::<_, _, String>(&table), model);
    }

    #[test]
    fn hostile_bytes_are_refused_not_believed(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut table = Table::<(Text, Bytes, Option<char>), ()>::new();
        let _ = <(Text, Bytes, Option<char>)>::decode(&mut Input::new(&bytes), &mut table.interner);
    }
}

/// Packs a key, saves it and loads it into the same table. The result must be the same key.
fn saved_and_loaded<K: Key>(table: &mut Table<K::Family, ()>, key: &K) {
    let packed = table.pack(PageBytes::none(), key);
    let mut out = Vec::new();
    K::Family::encode(&packed, &table.interner, &mut out);
    let mut input = Input::new(&out);
    let loaded = K::Family::decode(&mut input, &mut table.interner).unwrap();
    assert!(loaded == packed);
    assert_eq!(input.finish(), Ok(()));
}

#[test]
fn a_panic_in_the_combiner_loses_its_entry_only() {
    let mut table = Table::<u32, String>::new();
    for key in 0..100 {
        table.upsert(key, key.to_string(), concat);
    }
    let result = catch_unwind(AssertUnwindSafe(|| {
        table.upsert(7, "x".into(), |_, _| panic!("user code"));
    }));
    assert!(result.is_err());
    assert_eq!(table.iter().count(), 99);
    table.clear();
    assert!(table.is_empty());
    table.upsert(7, "again".into(), concat);
    assert_eq!(contents(&table), HashMap::from([(7, "again".to_string())]));
}

#[test]
fn a_large_table_hardly_used_gives_memory_back() {
    let mut table = Table::<u64, u64>::with_capacity(if cfg!(miri) { 40_000 } else { 1_000_000 });
    let capacity = table.capacity();
    table.clear();
    assert_eq!(table.capacity(), capacity, "not used at all says nothing");
    table.upsert(1, 1, |a, b| a + b);
    assert_eq!(table.drain().count(), 1);
    table.clear();
    assert!(table.capacity() < 64);
    for key in 0..capacity as u64 {
        table.upsert(key, key, |a, b| a + b);
    }
    let grown = table.capacity();
    table.clear();
    assert_eq!(table.capacity(), grown);
    assert_eq!(table.get(3), None);
}

#[test]
fn dropping_half_of_the_keys_keeps_the_rest_reachable() {
    let mut table = Table::<u32, u32>::for_owner();
    for round in 0..20 {
        for key in 0..1000 {
            table.upsert(key + round * 500, 1, |a, b| a + b);
        }
        table.retain(|key, _| key >= (round + 1) * 500);
        assert_eq!(table.len(), 500);
        for key in (round + 1) * 500..(round + 2) * 500 {
            assert_eq!(table.get(key), Some(&1));
        }
    }
    assert!(table.capacity() < 4000);
}

#[test]
fn dropping_many_or_few_keys_keeps_the_rest_and_its_memory_only() {
    let word = |n: usize| format!("{n}{}", "-and-what-makes-it-long".repeat(n % 2));
    for (every, kept) in [(2, 5000), (3, 6666), (10, 9000), (2000, 9995)] {
        let mut table = Table::<Text, usize>::for_owner();
        for round in 0..5 {
            for n in 0..10_000 {
                let key = table.pack(PageBytes::none(), word(round * 10_000 + n));
                *table.entry(key) = n;
            }
            table.retain(|_, n| !n.is_multiple_of(every));
            assert_eq!(table.len(), kept);
            for n in 0..10_000 {
                let key = table.pack(PageBytes::none(), word(round * 10_000 + n));
                assert_eq!(table.get(key).is_some(), !n.is_multiple_of(every), "{n}");
            }
            table.retain(|_, n| *n == 1);
            table.retain(|_, _| false);
        }
        assert!(table.is_empty() && table.interner().len() <= 10_000);
    }
}
