//! Derived records and keys behave like tuples of their fields.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use streamdsl::codec::{DecodeError, Input};
use streamdsl::context::StreamingContext;
use streamdsl::key::{FromView, Key, KeyFamily, Text};
use streamdsl::record::{AsText, Codec, Column, Record, Value};
use streamdsl::sink::Collected;
use streamdsl::stream;
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

/// A type of another crate: it is neither value nor record.
mod foreign {
    use std::fmt;
    use std::str::FromStr;

    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Version {
        pub(crate) major: u32,
        pub(crate) minor: u32,
    }

    impl fmt::Display for Version {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}.{}", self.major, self.minor)
        }
    }

    impl FromStr for Version {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let parts = text.split_once('.').ok_or("there is no dot")?;
            let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number"));
            Ok(Self { major: number(parts.0)?, minor: number(parts.1)? })
        }
    }
}

/// Keeps only what this program needs.
struct Major;

impl Codec<foreign::Version> for Major {
    fn shape() -> String {
        "major".into()
    }

    fn encode(version: &foreign::Version, out: &mut Vec<u8>) {
        Value::encode(&version.major, out);
    }

    fn decode(input: &mut Input<'_>) -> Result<foreign::Version, DecodeError> {
        Value::decode(input).map(|major| foreign::Version { major, minor: 0 })
    }
}

#[derive(Clone, Debug, PartialEq, Record)]
struct Release {
    name: String,
    #[streamdsl(with = AsText)]
    version: foreign::Version,
    #[streamdsl(with = Major)]
    since: foreign::Version,
    #[streamdsl(with = AsText)]
    notes: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Record)]
enum Change {
    Started(#[streamdsl(with = AsText)] foreign::Version),
    Moved {
        #[streamdsl(with = AsText)]
        to: std::net::SocketAddr,
        hops: u8,
    },
}

fn version(major: u32, minor: u32) -> foreign::Version {
    foreign::Version { major, minor }
}

#[test]
fn fields_of_other_crates_are_saved_by_their_codec() {
    let notes = serde_json::json!({ "fixed": [1, 2.5, null], "by": "a\nb" });
    let release =
        Release { name: "r".into(), version: version(1, 27), since: version(3, 0), notes };
    round_trip(&[release]);
    let to = "[::1]:80".parse().unwrap();
    round_trip(&[Change::Started(version(0, 1)), Change::Moved { to, hops: 3 }]);
    assert_eq!(
        <Release as Value>::shape(),
        "Release { name: String, version: text, since: major, notes: text }"
    );
    assert_eq!(
        <Change as Value>::shape(),
        "Change { Started(text) | Moved { to: text, hops: u8 } }"
    );
}

#[test]
fn text_that_is_no_value_is_an_error_with_its_place() {
    let mut out = Vec::new();
    Value::encode(&(7_u8, "1.x".to_owned()), &mut out);
    let mut input = Input::new(&out);
    input.take(1).unwrap();
    let error = <AsText as Codec<foreign::Version>>::decode(&mut input).unwrap_err();
    assert_eq!(error.to_string(), "\"1.x\" cannot be read: `x` is no number at byte 1");
}

#[test]
fn foreign_records_are_state_and_are_restored() {
    let program = |last: &Collected<(String, Release)>, versions: Vec<(&'static str, u32)>| {
        stream! {
            memory([versions])
                |> map(|(name, minor)| {
                    let notes = serde_json::Value::from(minor);
                    (name, Release { name: name.into(), version: version(1, minor), since: version(1, 0), notes })
                })
                |> update_state_by_key(|new, old| new.last().cloned().or(old), slot = "releases")
                |> collect(last)
        }
    };
    let last = Collected::new();
    let context = StreamingContext::builder().workers(1).build().unwrap();
    context.run(program(&last, vec![("a", 1), ("b", 2)])).unwrap();
    let snapshot = context.snapshot().unwrap();
    let again = Collected::new();
    let context = StreamingContext::builder().workers(2).restore(snapshot).build().unwrap();
    context.run(program(&again, vec![("b", 3)])).unwrap();
    let minors = again.sorted_by_name();
    assert_eq!(minors, [("a".to_owned(), 1), ("b".to_owned(), 3)]);
}

trait SortedByName {
    fn sorted_by_name(&self) -> Vec<(String, u32)>;
}

impl SortedByName for Collected<(String, Release)> {
    fn sorted_by_name(&self) -> Vec<(String, u32)> {
        let records: Vec<(String, Release)> = self.records();
        let minors: BTreeMap<_, _> =
            records.into_iter().map(|(name, release)| (name, release.version.minor)).collect();
        minors.into_iter().collect()
    }
}

#[test]
fn pointers_times_and_addresses_are_values() {
    let before = UNIX_EPOCH - Duration::new(5, 250_000_000);
    let after = UNIX_EPOCH + Duration::new(1_800_000_000, 999_999_999);
    round_trip(&[before, UNIX_EPOCH, after, UNIX_EPOCH - Duration::from_secs(1)]);
    round_trip::<Box<u32>>(&[Box::new(7)]);
    round_trip::<Arc<(String, Option<Box<u8>>)>>(&[Arc::new(("a".into(), Some(Box::new(1))))]);
    round_trip::<Arc<str>>(&["".into(), "ab".into()]);
    round_trip::<Box<str>>(&["ab".into()]);
    round_trip::<Arc<[u16]>>(&[[1, 2].into(), [].into()]);
    round_trip::<Box<[String]>>(&[["x".to_owned()].into()]);
    let addresses: Vec<IpAddr> = ["0.0.0.1", "255.255.255.255", "::", "::ffff:1.2.3.4", "fe80::1"]
        .map(|of| of.parse().unwrap())
        .into();
    round_trip(&addresses);
    // What points to a value is saved as the value: a program can change between the two.
    assert_eq!(<Arc<Vec<Box<str>>> as Value>::shape(), "Vec<String>");
}

#[test]
fn times_and_addresses_are_keys() {
    let times = [3, 1, 3].map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
    let early = UNIX_EPOCH - Duration::from_nanos(1);
    let counts = Collected::new();
    let job = stream! { memory([[times[0], early, times[1], times[2]]]) |> reduce_by_key(+) |> collect(&counts) };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(counts.sorted_batches(), [[(early, 1), (times[1], 1), (times[0], 2)]]);

    let hosts = ["10.0.0.1", "::1", "10.0.0.1", "::a00:1"].map(|of| of.parse::<IpAddr>().unwrap());
    let counts = Collected::new();
    let job = stream! {
        memory([hosts]) |> map(|host| ((host, "/"), 1)) |> reduce_by_key(+) |> map(|((host, _), n)| (host, n))
            |> collect(&counts)
    };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(counts.sorted_batches(), [[(hosts[0], 2), (hosts[1], 1), (hosts[3], 1)]]);

    let v4 = Ipv4Addr::new(192, 168, 0, 1);
    let words: Vec<(Arc<str>, Ipv4Addr)> =
        vec![("a".into(), v4), ("a".into(), v4), ("b".into(), v4)];
    let counts = Collected::new();
    let job = stream! { memory([words]) |> count_by_value |> collect(&counts) };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(counts.sorted_batches(), [[(("a".to_owned(), v4), 2), (("b".to_owned(), v4), 1)]]);
}

#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd)]
struct Access {
    at: SystemTime,
    from: IpAddr,
}

#[test]
fn keys_are_saved_and_restored_with_times_and_addresses() {
    let keys: Vec<Access> = [(5, "::1"), (6, "1.2.3.4")]
        .map(|(at, from)| Access {
            at: UNIX_EPOCH + Duration::from_secs(at),
            from: from.parse().unwrap(),
        })
        .into();
    let program = |counts: &Collected<(u64, u64)>| {
        let keys = keys.clone();
        stream! {
            memory([keys])
                |> map(|key| (key, 1_u64))
                |> update_state_by_key(|new, old| Some(old.unwrap_or(0) + new.len() as u64), slot = "n")
                |> map(|(key, n)| (key.at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(), n))
                |> collect(counts)
        }
    };
    let context = StreamingContext::builder().workers(1).build().unwrap();
    context.run(program(&Collected::new())).unwrap();
    let counts = Collected::new();
    let context = StreamingContext::builder().restore(context.snapshot().unwrap()).workers(3);
    context.build().unwrap().run(program(&counts)).unwrap();
    assert_eq!(counts.sorted_batches(), [[(5, 2), (6, 2)]]);
}

#[derive(Clone, Debug, PartialEq, Record)]
struct Tree {
    name: String,
    left: Option<Box<Tree>>,
    others: Vec<Branch>,
}

#[derive(Clone, Debug, PartialEq, Record)]
enum Branch {
    Leaf(u8),
    Tree(Tree),
}

#[test]
fn a_type_may_contain_itself() {
    let leaf = |name: &str| Tree { name: name.into(), left: None, others: vec![Branch::Leaf(3)] };
    let others = vec![Branch::Tree(leaf("c")), Branch::Leaf(1)];
    round_trip(&[Tree { name: "a".into(), left: Some(Box::new(leaf("b"))), others }, leaf("d")]);
    for _ in 0..2 {
        assert_eq!(
            <Tree as Value>::shape(),
            "Tree { name: String, left: Option<Tree>, others: Vec<Branch { Leaf(u8) | Tree(Tree) }> }"
        );
        assert!(<Branch as Value>::shape().starts_with("Branch { Leaf(u8) | Tree(Tree { name"));
    }
}
