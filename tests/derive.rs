//! Derived records and keys behave like tuples of their fields.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use streamdsl::codec::Input;
use streamdsl::key::{FromView, Key, KeyFamily, Text};
use streamdsl::record::{Column, Record, Value};
use streamdsl_runtime::data::key::{Interner, PageBytes};
use streamdsl_runtime::stages::keyed::Table;

#[derive(Clone, Debug, PartialEq, Record)]
struct Click {
    user: u64,
    r#type: String,
    tags: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Record)]
struct Marker;

#[derive(Clone, Debug, PartialEq, Record)]
struct Pair<T, const N: usize>(T, [u8; N])
where
    T: PartialOrd;

#[derive(Clone, Debug, PartialEq, Record)]
enum Event {
    Click(Click),
    Scroll { by: i32, of: (u8, bool) },
    Idle,
}

#[derive(Clone, Debug, PartialEq, Record)]
enum Never {}

fn round_trip<T: Value + Record<Owned = T> + PartialEq + Debug>(values: &[T]) {
    let mut column = T::Column::default();
    for value in values {
        value.clone().store(&mut column);
    }
    let mut out = Vec::new();
    column.encode(&mut out);
    let mut input = Input::new(&out);
    let loaded = T::Column::decode(&mut input).unwrap();
    assert_eq!(input.finish(), Ok(()));
    assert_eq!(loaded.iter().map(Record::into_owned).collect::<Vec<_>>(), values);
    for cut in 0..out.len() {
        assert!(T::Column::decode(&mut Input::new(&out[..cut])).is_err());
    }
}

#[test]
fn derived_records_are_kept_and_saved() {
    let click = Click { user: 7, r#type: "tap".into(), tags: vec!["a".into()] };
    round_trip(std::slice::from_ref(&click));
    round_trip(&[Marker, Marker, Marker]);
    round_trip(&[Pair(1.5, [1, 2]), Pair(2.5, [3, 4])]);
    round_trip(&[Event::Click(click), Event::Scroll { by: -3, of: (1, true) }, Event::Idle]);
    assert!(Event::decode(&mut Input::new(&[3])).is_err());
    assert!(Never::decode(&mut Input::new(&[0])).is_err());
}

#[test]
fn shapes_name_fields_and_variants() {
    assert_eq!(<Click as Value>::shape(), "Click { user: u64, type: String, tags: Vec<String> }");
    assert_eq!(<Marker as Value>::shape(), "Marker");
    assert_eq!(<Pair<f64, 2> as Value>::shape(), "Pair(f64, [u8; 2])");
    assert_eq!(
        <Event as Value>::shape(),
        "Event { Click(Click { user: u64, type: String, tags: Vec<String> }) | \
         Scroll { by: i32, of: (u8, bool) } | Idle }"
    );
}

#[derive(Clone, Copy, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
enum Method {
    Get,
    Post,
    Delete,
}

#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
struct Route<'b> {
    host: &'b str,
    method: Method,
    status: Option<u16>,
}

#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
struct Id(String);

#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
struct Everywhere;

#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
struct Wide<T> {
    a: u8,
    b: [u8; 4],
    c: Box<str>,
    d: (i8, Option<char>),
    e: Vec<u8>,
    f: T,
    g: Id,
    h: bool,
}

/// Counts the keys, saves the keys of the table and reads them again.
fn counted<K>(keys: Vec<K>) -> BTreeMap<K, u64>
where
    K: Key<Family = K> + KeyFamily + Ord + Clone,
    K: for<'t> KeyFamily<View<'t> = K> + for<'t> FromView<'t>,
{
    let mut table = Table::<K, u64>::new();
    let mut feed = table.feed(PageBytes::none());
    for key in keys {
        feed.push(key, 1, |a, b| a + b);
    }
    feed.flush(|a, b| a + b);
    drop(feed);
    let counts: BTreeMap<K, u64> = table.iter().map(|(key, count)| (key, *count)).collect();
    for key in counts.keys() {
        let packed = table.pack(PageBytes::none(), key);
        assert_eq!(table.get(packed), counts.get(key));
        let mut out = Vec::new();
        K::encode(&packed, table.interner(), &mut out);
        let mut other = Interner::default();
        let loaded = K::decode(&mut Input::new(&out), &mut other).unwrap();
        assert!(K::view(&loaded, &other) == *key);
    }
    counts
}

#[test]
fn derived_keys_are_counted_by_all_their_fields() {
    let wide = |n: u8| Wide {
        a: n % 2,
        b: [0, n, 0, 0],
        c: "x".repeat(usize::from(n) * 7).into(),
        d: (-1, Some('c')),
        e: vec![0; 20],
        f: u64::from(n),
        g: Id("a rather long name of somebody".into()),
        h: n > 2,
    };
    let counts = counted((0..4).chain(0..3).map(wide).collect());
    assert_eq!(counts, (0..4).map(|n| (wide(n), 1 + u64::from(n < 3))).collect());

    let ids = ["a", "b", "a"].map(|id| Id(id.into()));
    assert_eq!(counted(ids.to_vec()).into_values().collect::<Vec<_>>(), [2, 1]);
    assert_eq!(counted(vec![Everywhere; 5]), BTreeMap::from([(Everywhere, 5)]));
    assert_eq!(
        counted(vec![Method::Post, Method::Get, Method::Post]),
        BTreeMap::from([(Method::Get, 1), (Method::Post, 2)])
    );
}

#[test]
fn a_borrowing_key_borrows_from_the_table_when_it_comes_out() {
    let mut table = Table::<Route<'static>, u64>::new();
    {
        let page = String::from("home-page articles-with-a-long-name");
        let mut feed = table.feed(PageBytes::new(page.as_bytes()));
        for host in page.split(' ').cycle().take(5) {
            let route = Route { host, method: Method::Delete, status: Some(204) };
            feed.push(route, 1, |a, b| a + b);
        }
        feed.flush(|a, b| a + b);
    }
    let mut counts: Vec<(Route, u64)> = table.iter().map(|(key, count)| (key, *count)).collect();
    counts.sort();
    let route = |host| Route { host, method: Method::Delete, status: Some(204) };
    assert_eq!(counts, [(route("articles-with-a-long-name"), 2), (route("home-page"), 3)]);
}

#[test]
fn shapes_of_keys_name_their_fields() {
    assert_eq!(
        <Route<'static> as KeyFamily>::shape(),
        "Route { host: str, method: Method { Get | Post | Delete }, status: Option<u16> }"
    );
    assert_eq!(<(Id, Text)>::shape(), "(Id(str), str)");
    assert!(Method::decode(&mut Input::new(&[3, 0, 0, 0]), &mut Interner::default()).is_err());
}
