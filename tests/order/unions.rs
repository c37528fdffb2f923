//! A union yields its left stream first, then its arguments in turn.

use std::fmt::Write as _;

use streamdsl::prelude::*;
use streamdsl::testing;

use crate::{MANY, WORKERS, check, parse};

#[test]
fn a_stream_comes_before_what_it_is_united_with() {
    let expected: Vec<u64> = (0..MANY).chain((0..MANY).map(|n| n + MANY)).collect();
    check(&expected, |file, out| {
        stream! {
            let numbers = text_file(file) |> map(parse);
            let larger = numbers |> map(|n| n + MANY);
            numbers |> union(larger) |> collect(out);
        }
    });
}

#[test]
fn sources_come_in_the_order_of_the_union() {
    let expected: Vec<u64> =
        [7, 5, 6].iter().flat_map(|add| (0..MANY).map(move |n| n * 10 + add)).collect();
    check(&expected, |file, out| {
        stream! {
            let five = text_file(file) |> map(|line| parse(line) * 10 + 5);
            let six = text_file(file) |> map(|line| parse(line) * 10 + 6);
            let seven = text_file(file) |> map(|line| parse(line) * 10 + 7);
            seven |> union(five, six) |> collect(out);
        }
    });
}

#[test]
fn what_fails_keeps_its_place() {
    let expected: Vec<u64> =
        (0..MANY).filter(|n| n % 2 == 1).chain((0..MANY).filter(|n| n % 2 == 0)).collect();
    check(&expected, |file, out| {
        stream! {
            let even = text_file(file) |> map(parse)
                |> try_map(|n| if n % 2 == 0 { Ok(n) } else { Err("odd") });
            let odd = even |> failures |> map(|(number, _)| number);
            odd |> union(even) |> collect(out);
        }
    });
}

#[test]
fn keys_have_the_order_of_the_union() {
    let expected: Vec<(u64, Vec<u64>)> = (0..3)
        .map(|key| {
            let of_key = (0..MANY).filter(|n| n % 3 == key);
            (key, of_key.clone().chain(of_key.map(|n| n + MANY)).collect())
        })
        .collect();
    check(&expected, |file, out| {
        stream! {
            let pairs = text_file(file) |> map(parse) |> map(|n| (n % 3, n));
            let larger = pairs |> map_values(|n| n + MANY);
            pairs |> union(larger) |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out);
        }
    });
}

#[test]
fn distinct_records_have_the_order_of_the_union() {
    let expected: Vec<u64> =
        (0..MANY).filter(|n| n % 2 == 1).chain((0..MANY).filter(|n| n % 2 == 0)).collect();
    check(&expected, |file, out| {
        stream! {
            let numbers = text_file(file) |> map(parse);
            let odd = numbers |> filter(|n| n % 2 == 1);
            odd |> union(numbers) |> distinct |> collect(out);
        }
    });
}

#[test]
fn pprint_shows_the_left_stream_first() {
    for workers in WORKERS {
        let shown = streamdsl_tests::printed(
            workers,
            stream! {
                let few = memory([["a", "b"]]);
                let more = memory([["c", "d", "e"]]);
                more |> union(few) |> pprint(n = 4);
            },
        );
        let lines: Vec<&str> = shown.lines().skip(3).take(5).collect();
        assert_eq!(lines, ["\"c\"", "\"d\"", "\"e\"", "\"a\"", "..."], "on {workers} workers");
    }
}

/// Unions that meet again in `levels` levels, each of which sorts by one bit of a number.
macro_rules! levels {
    ($file:expr, $out:expr, $end:ident) => {
        stream! {
            let s0 = text_file($file) |> map(parse);
            let a0 = s0 |> filter(|n| n & 1 == 0); let b0 = s0 |> filter(|n| n & 1 == 1); let s1 = a0 |> union(b0);
            let a1 = s1 |> filter(|n| n & 2 == 0); let b1 = s1 |> filter(|n| n & 2 == 2); let s2 = a1 |> union(b1);
            let a2 = s2 |> filter(|n| n & 4 == 0); let b2 = s2 |> filter(|n| n & 4 == 4); let s3 = a2 |> union(b2);
            let a3 = s3 |> filter(|n| n & 8 == 0); let b3 = s3 |> filter(|n| n & 8 == 8); let s4 = a3 |> union(b3);
            let a4 = s4 |> filter(|n| n & 16 == 0); let b4 = s4 |> filter(|n| n & 16 == 16); let s5 = a4 |> union(b4);
            let a5 = s5 |> filter(|n| n & 32 == 0); let b5 = s5 |> filter(|n| n & 32 == 32); let s6 = a5 |> union(b5);
            let a6 = s6 |> filter(|n| n & 64 == 0); let b6 = s6 |> filter(|n| n & 64 == 64); let s7 = a6 |> union(b6);
            let a7 = s7 |> filter(|n| n & 128 == 0); let b7 = s7 |> filter(|n| n & 128 == 128); let s8 = a7 |> union(b7);
            s8 |> $end |> collect($out);
        }
    };
}

#[test]
fn unions_that_meet_again_keep_the_order_of_each() {
    // Each level sorts stably by one bit, as a radix sort does.
    let mut expected: Vec<u64> = (0..MANY).collect();
    expected.sort_by_key(|n| n & 255);
    check(&expected, |file, out| levels!(file, out, cache));
}

#[test]
fn unions_that_meet_again_lose_nothing_of_an_aggregate() {
    check(&[MANY], |file, out| levels!(file, out, count));
}

#[test]
fn a_union_of_many_streams_has_their_order() {
    let letter = |name: &str| [vec![format!("{name}1"), format!("{name}2")]];
    let mut expected = Vec::new();
    for name in ["l", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] {
        expected.extend(letter(name).concat());
    }
    for workers in WORKERS {
        let (out, count) = (Collected::new(), Collected::new());
        let job = stream! {
            let a = memory(letter("a")); let b = memory(letter("b")); let c = memory(letter("c"));
            let d = memory(letter("d")); let e = memory(letter("e")); let f = memory(letter("f"));
            let g = memory(letter("g")); let h = memory(letter("h")); let i = memory(letter("i"));
            let j = memory(letter("j")); let k = memory(letter("k")); let l = memory(letter("l"));
            let all = l |> union(a, b, c, d, e, f, g, h, i, j, k);
            all |> collect(&out);
            all |> count |> collect(&count);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(out.records(), expected, "on {workers} workers");
        assert_eq!(count.records(), [24], "on {workers} workers");
    }
}

#[test]
fn tables_and_pages_meet_in_a_union_of_many() {
    let mut text = String::new();
    for n in 0..1000 {
        write!(text, "{} ", n % 10).unwrap();
    }
    for workers in WORKERS {
        let out = Collected::new();
        let job = stream! {
            let words = memory([[text.clone()]]) |> flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
            let a = words |> filter(|w| w == "1"); let b = words |> filter(|w| w == "2");
            let c = words |> filter(|w| w == "3"); let d = words |> filter(|w| w == "4");
            let e = words |> filter(|w| w == "5"); let f = words |> filter(|w| w == "6");
            let g = words |> filter(|w| w == "7"); let h = words |> filter(|w| w == "8");
            let table = words |> count_by_value |> map(|(word, _)| word.to_string());
            a |> union(b, c, d, table, e, f, g, h, words) |> count |> collect(&out);
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(out.records(), [800 + 10 + 1000], "on {workers} workers");
    }
}
