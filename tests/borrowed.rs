//! Records that borrow from their page are kept by every operator that keeps records.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use streamdsl::codec::Input;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl::record::{Column, Record, Value};

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Record)]
struct Click<'a> {
    user: u64,
    url: &'a str,
    tags: Option<&'a str>,
}

/// The same, owned.
mod owned {
    use super::{Record, Value};

    #[derive(Clone, Debug, PartialEq, Record)]
    pub(super) struct Click {
        pub(super) user: u64,
        pub(super) url: String,
        pub(super) tags: Option<String>,
    }

    pub(super) fn shape() -> String {
        <Click as Value>::shape()
    }
}

type OwnedClick = <Click<'static> as Record>::Owned;

impl<'a> Click<'a> {
    /// Parses a line `user url tags`, in which the tags may be left out.
    fn parse(line: &'a str) -> Option<Self> {
        let mut parts = line.split(' ');
        let (user, url) = (parts.next()?.parse().ok()?, parts.next()?);
        Some(Self { user, url, tags: parts.next() })
    }
}

#[derive(Clone, Debug, PartialEq, Record)]
#[streamdsl(owned = OwnedPage)]
struct Page<'a>(&'a [u8], Click<'a>, Vec<(&'a str, bool)>, &'a [f64], String, (), [u8; 2]);

#[derive(Clone, Debug, PartialEq, Record)]
struct OwnedPage(Vec<u8>, OwnedClick, Vec<(String, bool)>, Vec<f64>, String, (), [u8; 2]);

#[derive(Clone, Copy, Debug, PartialEq, Record)]
enum Event<'a> {
    Seen(Click<'a>),
    Moved { from: &'a str, to: &'a str },
    Idle,
}

#[derive(Clone, Debug, PartialEq, Record)]
#[streamdsl(owned = OwnedNote)]
enum Note<'a> {
    Text(&'a str),
}

#[derive(Clone, Debug, PartialEq, Record)]
enum OwnedNote {
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Record)]
struct Sample<'a, T, const N: usize>
where
    T: PartialOrd,
{
    name: &'a str,
    value: Option<T>,
    all: &'a [[u8; N]],
}

#[derive(Clone, Copy, Debug, Eq, Hash, Key, Ord, PartialEq, PartialOrd, Record)]
struct Visit<'a> {
    site: &'a str,
    day: u32,
}

fn encoded<T: Value>(values: &[T]) -> Vec<u8> {
    let mut out = Vec::new();
    out.push(values.len() as u8);
    for value in values {
        value.encode(&mut out);
    }
    out
}

/// Keeps records in two columns, appends one to the other, saves them and loads them again. Returns
/// the owned records and what was saved.
fn through_columns<R: Record + Clone>(records: &[R]) -> (Vec<R::Owned>, Vec<u8>) {
    let (mut column, mut second) = (R::Column::default(), R::Column::default());
    for (at, record) in records.iter().enumerate() {
        record.clone().store(if at % 2 == 0 && at > 0 { &mut second } else { &mut column });
    }
    let before = column.len();
    column.append(&mut second);
    assert!(second.is_empty() && column.len() == records.len() && before <= column.len());
    let mut out = Vec::new();
    column.encode(&mut out);
    let mut input = Input::new(&out);
    let loaded = R::Column::decode(&mut input).unwrap();
    assert_eq!(input.finish(), Ok(()));
    for cut in 0..out.len() {
        assert!(R::Column::decode(&mut Input::new(&out[..cut])).is_err());
    }
    column.clear();
    assert!(column.is_empty() && column.get(0).is_none());
    (loaded.iter().map(Record::into_owned).collect(), out)
}

fn check<R: Record<Owned: PartialEq + Debug> + Clone>(records: &[R]) {
    let owned: Vec<R::Owned> = records.iter().cloned().map(Record::into_owned).collect();
    let (mut loaded, saved) = through_columns(records);
    // The second column has the even records after the first.
    let at = |n: &usize| (n.is_multiple_of(2) && *n > 0, *n);
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(at);
    let expected: Vec<R::Owned> = order.iter().map(|&n| owned[n].clone()).collect();
    assert_eq!(loaded, expected);
    assert_eq!(saved, encoded(&expected));
    assert_eq!(R::Column::shape(), R::Owned::shape());
    let mut column = R::Column::default();
    loaded.drain(..).for_each(|owned| column.push_owned(owned));
    assert_eq!(column.iter().map(Record::into_owned).collect::<Vec<_>>(), expected);
}

#[test]
fn columns_keep_borrowed_records_and_save_them_as_owned_ones() {
    let click = |user, url, tags| Click { user, url, tags };
    let clicks = [click(7, "/a", None), click(8, "", Some("x")), click(9, "/größe", Some(""))];
    check(&clicks);
    let page = |words: &[&'static str]| {
        let words = words.iter().map(|word| (*word, word.len() > 1)).collect();
        Page(b"raw", clicks[1], words, &[0.5, 1.5], "s".into(), (), [1, 2])
    };
    check(&[page(&[]), page(&["a", "bc"]), page(&["d"])]);
    let moved = Event::Moved { from: "a", to: "b" };
    check(&[Event::Idle, Event::Seen(clicks[0]), moved, Event::Idle, moved]);
    check(&[Note::Text("a"), Note::Text("b")]);
    let sample = |name, value| Sample { name, value, all: &[[1, 2], [3, 4]] };
    check(&[sample("a", Some(1.5)), sample("b", None)]);
}

#[test]
fn saved_state_is_that_of_the_owned_struct() {
    assert_eq!(<Click as Record>::Column::shape(), owned::shape());
    let borrowed = [Click { user: 1, url: "/", tags: Some("a b") }];
    let owned = [owned::Click { user: 1, url: "/".into(), tags: Some("a b".into()) }];
    assert_eq!(through_columns(&borrowed).1, through_columns(&owned).1);
    assert_eq!(
        <Event as Record>::Column::shape(),
        "Event { Seen(Click { user: u64, url: String, tags: Option<String> }) | \
         Moved { from: String, to: String } | Idle }"
    );
}

const LINES: [&str; 5] = ["3 /a x", "1 /b", "2 /a y", "3 /c", "1 /a"];

fn owned_click((user, url, tags): (u64, &str, Option<&str>)) -> OwnedClick {
    Click { user, url, tags }.into_owned()
}

/// Runs a program over the lines, which arrive in one batch, on one worker and on three.
fn run(program: impl Fn(&'static [&'static str]) -> Pipeline) {
    for workers in [1, 3] {
        streamdsl::testing::run_on(workers, program(&LINES)).unwrap();
    }
}

#[test]
fn batches_of_borrowed_records_are_sorted_and_collected() {
    let sorted = Collected::<OwnedClick>::new();
    run(|lines| {
        stream! {
            memory([lines]) |> flat_map(|line| Click::parse(line)) |> sort_by(|click| (click.user, click.url.len()))
                |> collect(&sorted)
        }
    });
    let clicks = [(1, "/b", None), (1, "/a", None), (2, "/a", Some("y"))];
    let clicks = clicks.into_iter().chain([(3, "/a", Some("x")), (3, "/c", None)]);
    let clicks: Vec<OwnedClick> = clicks.map(owned_click).collect();
    assert_eq!(sorted.batches(), [clicks.clone(), clicks]);
    assert_eq!(sorted.batches()[0][3].url, "/a");
}

#[test]
fn groups_and_joins_keep_borrowed_values() {
    let (grouped, joined) = (Collected::new(), Collected::new());
    run(|lines| {
        stream! {
            let clicks = memory([lines]) |> flat_map(|line| Click::parse(line)) |> map(|click| (click.user, click));
            let last = memory([[3_u64, 1]]) |> map(|user| (user, Event::Moved { from: "x", to: "y" }));
            clicks
                |> group_by_key
                |> map(|(user, clicks): (u64, Vec<Click>)| {
                    (user, clicks.iter().map(|click| click.url.len()).sum::<usize>(), clicks[0])
                })
                |> collect(&grouped);
            clicks |> join(last) |> filter(|(user, _)| *user == 3) |> collect(&joined);
        }
    });
    for mut batch in grouped.batches() {
        batch.sort_by_key(|(user, ..)| *user);
        let firsts = [(1, "/b", None), (2, "/a", Some("y")), (3, "/a", Some("x"))];
        let lengths = [4, 2, 4];
        let expected = firsts.into_iter().zip(lengths);
        assert_eq!(batch, expected.map(|(of, n)| (of.0, n, owned_click(of))).collect::<Vec<_>>());
    }
    for batch in joined.batches() {
        let moved = Event::Moved { from: "x", to: "y" }.into_owned();
        let clicks = [(3, "/a", Some("x")), (3, "/c", None)];
        let rows = clicks.map(|click| (3, (owned_click(click), moved.clone())));
        assert_eq!(batch, rows);
    }
}

#[test]
fn cogroups_windows_unions_and_batches_in_user_code_keep_borrowed_records() {
    let (cogrouped, windowed, top) = (Collected::new(), Collected::new(), Collected::new());
    run(|lines| {
        stream! {
            batch_interval = 1s;
            let clicks = memory([&lines[..3], &lines[3..]]) |> flat_map(|line| Click::parse(line));
            let by_url = clicks |> map(|click| (click.url, click));
            by_url
                |> cogroup(by_url)
                |> map(|(url, (left, right)): (&str, (Vec<Click>, Vec<Click>))| (url, left.len(), right[0].user))
                |> collect(&cogrouped);
            clicks |> union(clicks) |> window(2s, 2s) |> map(|click| (click.user, click)) |> partition_by |> glom
                |> map(|clicks: Vec<(u64, Click)>| clicks.len()) |> reduce(+) |> collect(&windowed);
            clicks |> window(2s, 2s)
                |> transform(|batch| batch.top_by(2, |a, b| a.url.cmp(b.url).then(a.user.cmp(&b.user))))
                |> collect(&top);
        }
    });
    let mut batches = cogrouped.batches();
    batches[0].sort();
    assert_eq!(batches[0], [("/a".to_owned(), 2, 3), ("/b".to_owned(), 1, 1)]);
    assert_eq!(windowed.records(), [10, 10]);
    let most = [(3, "/c", None), (1, "/b", None)].map(owned_click);
    assert_eq!(
        top.batches().into_iter().filter(|of| !of.is_empty()).collect::<Vec<_>>(),
        [most.clone(), most]
    );
}

#[test]
fn borrowed_records_that_are_keys_are_distinct() {
    let visits = Collected::new();
    run(|lines| {
        stream! {
            memory([lines]) |> map(|line| Visit { site: &line[2..4], day: 1 }) |> distinct |> collect(&visits)
        }
    });
    for mut batch in visits.batches() {
        batch.sort();
        assert_eq!(batch.iter().map(|visit| &*visit.site).collect::<Vec<_>>(), ["/a", "/b", "/c"]);
    }
}

#[test]
fn values_with_state_may_borrow() {
    let seen = Collected::new();
    run(|lines| {
        stream! {
            memory([lines])
                |> flat_map(|line| Click::parse(line))
                |> map(|click| (click.user, click))
                |> map_with_state(|_, click: Option<Click>, state| {
                    let clicks = state.get().copied().unwrap_or(0) + 1_u32;
                    state.update(clicks);
                    (clicks, click.map(|click| click.url.len()))
                })
                |> reduce(|a, b| a.max(b))
                |> collect(&seen)
        }
    });
    assert_eq!(seen.records(), [(2, Some(2)), (2, Some(2))]);
}

static NUMBERS: [f64; 4] = [0.5, 1.5, 2.5, 3.5];
static COUNTS: [u32; 4] = [1, 2, 3, 4];

#[test]
fn slices_of_numbers_are_records() {
    let (collected, grouped) =
        (Collected::<Vec<f64>>::new(), Collected::<(bool, Vec<Vec<u32>>)>::new());
    streamdsl::testing::run(stream! {
        memory([[1_usize, 3, 0]]) |> map(|n| &NUMBERS[n..]) |> sort_by(|slice| slice.len()) |> collect(&collected);
        memory([[1_usize, 2, 0]]) |> map(|n| (true, &COUNTS[n..=2])) |> group_by_key |> collect(&grouped);
    })
    .unwrap();
    assert_eq!(collected.records(), [&NUMBERS[3..], &NUMBERS[1..], &NUMBERS]);
    assert_eq!(grouped.records(), [(true, vec![vec![2, 3], vec![3], vec![1, 2, 3]])]);
}

/// A window of borrowed records is restored by the same program, and by one whose struct is owned.
#[test]
fn windows_of_borrowed_records_are_restored_borrowed_or_owned() {
    let borrowed = |lines: &'static [&'static str], out: &Collected<OwnedClick>| {
        stream! {
            batch_interval = 1s;
            memory([lines]) |> flat_map(|line| Click::parse(line)) |> window(10s, 1s, slot = "clicks") |> collect(out)
        }
    };
    let owned = |lines: &'static [&'static str], out: &Collected<owned::Click>| {
        stream! {
            batch_interval = 1s;
            memory([lines])
                |> flat_map(|line| Click::parse(line))
                |> map(|Click { user, url, tags }| {
                    owned::Click { user, url: url.to_owned(), tags: tags.map(str::to_owned) }
                })
                |> window(10s, 1s, slot = "clicks")
                |> collect(out)
        }
    };
    let builder = || StreamingContext::builder().at_end(AtEnd::Keep);
    let context = builder().workers(1).build().unwrap();
    context.run(borrowed(&LINES[..2], &Collected::new())).unwrap();
    let snapshot = context.snapshot().unwrap();
    let again = Collected::new();
    let context = builder().workers(2).restore(snapshot.clone()).build().unwrap();
    context.run(borrowed(&LINES[2..3], &again)).unwrap();
    let urls = |batches: Vec<Vec<OwnedClick>>| -> Vec<String> {
        batches.into_iter().next_back().unwrap().into_iter().map(|click| click.url).collect()
    };
    assert_eq!(urls(again.batches()), ["/a", "/b", "/a"]);
    let as_owned = Collected::new();
    let context = builder().workers(1).restore(snapshot).build().unwrap();
    context.run(owned(&LINES[2..3], &as_owned)).unwrap();
    let last = as_owned.batches().pop().unwrap();
    assert_eq!(last.iter().map(|click| &*click.url).collect::<Vec<_>>(), ["/a", "/b", "/a"]);
}

/// A sink names the owned form that a program declares, or the one that the derive makes.
struct Urls(Arc<Mutex<Vec<String>>>);

impl Sink<OwnedPage> for Urls {
    type Error = std::convert::Infallible;

    fn write(&mut self, time: BatchTime, pages: Vec<OwnedPage>) -> Result<(), Self::Error> {
        let clicks: Vec<OwnedClick> = pages.into_iter().map(|page| page.1).collect();
        Sink::<OwnedClick>::write(self, time, clicks)
    }
}

impl Sink<OwnedClick> for Urls {
    type Error = std::convert::Infallible;

    fn write(&mut self, _time: BatchTime, clicks: Vec<OwnedClick>) -> Result<(), Self::Error> {
        self.0.lock().unwrap().extend(clicks.into_iter().map(|click| click.url));
        Ok(())
    }
}

#[test]
fn sinks_get_the_owned_form() {
    let urls = Arc::new(Mutex::new(Vec::new()));
    let (of_pages, of_clicks) = (Urls(Arc::clone(&urls)), Urls(Arc::clone(&urls)));
    streamdsl::testing::run(stream! {
        let clicks = memory([&LINES[..2]]) |> flat_map(|line| Click::parse(line));
        clicks |> to(of_clicks);
        clicks |> map(|click| Page(b"", click, vec![], &[], String::new(), (), [0; 2])) |> to(of_pages);
    })
    .unwrap();
    assert_eq!(*urls.lock().unwrap(), ["/a", "/b", "/a", "/b"]);
}

#[test]
fn object_files_have_the_owned_form() {
    let directory = tempfile::tempdir().unwrap();
    let prefix = directory.path().join("clicks").display().to_string();
    streamdsl::testing::run(stream! {
        memory([&LINES[..2]]) |> flat_map(|line| Click::parse(line)) |> save_as_object_files(&prefix)
    })
    .unwrap();
    let written = std::fs::read_dir(directory.path()).unwrap().next().unwrap().unwrap().path();
    let clicks = Collected::new();
    streamdsl::testing::run(stream! {
        object_file::<owned::Click>(written.display().to_string()) |> collect(&clicks)
    })
    .unwrap();
    assert_eq!(clicks.records().iter().map(|click| &*click.url).collect::<Vec<_>>(), ["/a", "/b"]);
}
