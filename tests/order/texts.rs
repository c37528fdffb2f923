//! Programs on lines of text, which borrow from pages, beside what their operators mean.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl_tests::{Random, deterministic};
use tempfile::NamedTempFile;

use crate::meaning::Stream;

/// How many lines each batch of a file has.
const LINES: usize = 9;

/// How many random inputs each program gets.
const SEEDS: u64 = 6;

/// Lines of some words. Some words are too long to be kept inline as a key.
fn lines(seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut word = || match random.below(12) {
        0 => "a word that is much too long to be kept inline".replace(' ', "_"),
        1 => "another_word_that_is_too_long_to_be_kept_inline".to_owned(),
        n => format!("w{n}"),
    };
    let lengths: Vec<u64> = (0..40 + seed % 23).map(|n| (n * 7 + seed) % 5).collect();
    let line = |length: u64| (0..length).map(|_| word()).collect::<Vec<_>>().join(" ");
    lengths.into_iter().map(line).collect()
}

fn file(lines: &[String]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), lines.join("\n") + "\n").unwrap();
    file
}

fn stream(lines: &[String], batches: u64) -> Stream<String> {
    let mut stream: BTreeMap<_, _> = (1..=batches).map(|batch| (batch, Vec::new())).collect();
    stream.extend((1..).zip(lines.chunks(LINES).map(<[String]>::to_vec)));
    Stream::new(stream)
}

/// Compares a program over two files with its meaning.
#[track_caller]
fn compare<T: Clone + PartialEq + Debug>(
    program: impl Fn(&Path, &Path, &Collected<T>) -> Pipeline,
    meaning: impl Fn(&Stream<String>, &Stream<String>) -> Stream<T>,
) {
    for seed in 1..=SEEDS {
        let (left, right) = (lines(seed), lines(seed + 5));
        let batches = left.len().max(right.len()).div_ceil(LINES) as u64;
        let expected = meaning(&stream(&left, batches), &stream(&right, batches));
        let (left, right) = (file(&left), file(&right));
        for workers in [1, 2, 3, 6] {
            let out = Collected::new();
            let context = deterministic(workers).page_size(4 << 10).at_end(AtEnd::Keep);
            context.build().unwrap().run(program(left.path(), right.path(), &out)).unwrap();
            let found = out.take().into_iter();
            let found = found.map(|(time, records)| (time.as_millis() / 1000, records)).collect();
            assert_eq!(Stream::new(found), expected, "seed {seed}, {workers} workers");
        }
    }
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn lines_in_windows_and_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = text_file(a, lines_per_batch = 9); let b = text_file(b, lines_per_batch = 9);
                let window = b |> window(2s);
                let long = a |> filter(|line| line.len() > 20);
                window |> union(a, long, b) |> window(2s) |> collect(out);
            }
        },
        |a, b| {
            let long = a.filter(|line| line.len() > 20);
            b.window(2, 1).union(a).union(&long).union(b).window(2, 1)
        },
    );
}

#[test]
fn words_that_are_distinct() {
    compare(
        |a, b, out| {
            stream! {
                let a = text_file(a, lines_per_batch = 9); let b = text_file(b, lines_per_batch = 9);
                let once = b |> flat_map(split) |> distinct;
                let all = a |> flat_map(split) |> window(3s, 1s);
                once |> union(all) |> distinct |> flat_map(|word| [word.to_uppercase(), word.to_owned()])
                    |> distinct |> collect(out);
            }
        },
        |a, b| {
            let once = b.flat_map(|line| words(line)).distinct();
            let all = once.union(&a.flat_map(|line| words(line)).window(3, 1)).distinct();
            all.flat_map(|word| vec![word.to_uppercase(), word.clone()]).distinct()
        },
    );
}

/// The values of each key, in order.
fn groups(stream: &Stream<(String, u32)>) -> Stream<(String, Vec<u32>)> {
    stream.each(|pairs| {
        let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (key, value) in pairs {
            groups.entry(key.clone()).or_default().push(*value);
        }
        groups.into_iter().collect()
    })
}

/// The first word of a line, with a number that tells lines apart.
fn keyed(line: &str) -> (&str, u32) {
    let number = line.bytes().fold(7_u32, |n, byte| n.wrapping_mul(31) + u32::from(byte));
    (line.split_whitespace().next().unwrap_or(""), number)
}

#[test]
fn keys_of_text_in_windows_of_unions() {
    let pair = |line: String| {
        let (key, number) = keyed(&line);
        (key.to_owned(), number)
    };
    compare(
        |a, b, out| {
            stream! {
                let a = text_file(a, lines_per_batch = 9); let b = text_file(b, lines_per_batch = 9);
                let later = a |> window(2s) |> map(keyed);
                b |> map(keyed) |> union(later) |> window(2s) |> group_by_key
                    |> sort_by(|(key, _)| key.to_string()) |> collect(out);
            }
        },
        |a, b| groups(&b.map(pair).union(&a.window(2, 1).map(pair)).window(2, 1)),
    );
    compare(
        |a, b, out| {
            stream! {
                let a = text_file(a, lines_per_batch = 9) |> map(keyed);
                let b = text_file(b, lines_per_batch = 9) |> map(keyed);
                let both = b |> union(a);
                both |> map_with_state(|key, number, state: &mut KeyState<u32>| {
                    let sum = state.get().copied().unwrap_or(1).wrapping_mul(31).wrapping_add(number.unwrap_or(0));
                    state.update(sum);
                    (key.to_string(), sum)
                }) |> group_by_key |> sort_by(|(key, _)| key.to_string()) |> collect(out);
            }
        },
        |a, b| {
            let mut states: BTreeMap<String, u32> = BTreeMap::new();
            let both = b.map(pair).union(&a.map(pair));
            groups(&both.each_in_turn(|pairs| {
                let state = |(key, number): &(String, u32)| {
                    let state = states.entry(key.clone()).or_insert(1);
                    *state = state.wrapping_mul(31).wrapping_add(*number);
                    (key.clone(), *state)
                };
                pairs.iter().map(state).collect()
            }))
        },
    );
}

#[test]
fn lines_that_fail_and_lines_that_are_sorted() {
    compare(
        |a, b, out| {
            stream! {
                let a = text_file(a, lines_per_batch = 9); let b = text_file(b, lines_per_batch = 9);
                let both = b |> union(a) |> try_map(|line| if line.len() % 3 == 0 { Err("three") } else { Ok(line) });
                let bad = both |> failures |> map(|(line, _)| line.to_string());
                let good = both |> map(|line| line.to_string());
                let sorted = a |> window(2s) |> sort_by(|line| line.len()) |> map(|line| line.to_string());
                bad |> union(sorted, good) |> window(2s, 2s) |> collect(out);
            }
        },
        |a, b| {
            let both = b.union(a);
            let bad = both.filter(|line| line.len() % 3 == 0);
            let sorted = a.window(2, 1).sort_by(String::len);
            bad.union(&sorted).union(&both.filter(|line| line.len() % 3 != 0)).window(2, 2)
        },
    );
}

#[test]
fn files_of_unions_have_the_order() {
    for workers in [1, 2, 3, 6] {
        let (left, right) = (lines(3), lines(9));
        let (a, b) = (file(&left), file(&right));
        let place = tempfile::tempdir().unwrap();
        let (text, object) = (place.path().join("text"), place.path().join("object"));
        let job = stream! {
            let a = text_file(a.path()); let b = text_file(b.path());
            let all = b |> union(a) |> filter(|line| !line.is_empty());
            let more = all |> window(1s);
            more |> union(all) |> save_as_text_files(&text);
            all |> union(more) |> save_as_object_files(&object);
        };
        deterministic(workers).page_size(4 << 10).build().unwrap().run(job).unwrap();
        let all: Vec<String> =
            right.iter().chain(&left).filter(|line| !line.is_empty()).cloned().collect();
        let expected = [all.clone(), all].concat();
        let mut found = Vec::new();
        for part in 0.. {
            let part = place.path().join("text-1000").join(format!("part-{part:05}"));
            let Ok(part) = std::fs::read_to_string(part) else { break };
            found.extend(part.lines().map(str::to_owned));
        }
        assert_eq!(found, expected, "{workers} workers");
        let again = Collected::new();
        let job =
            stream! { object_file::<String>(place.path().join("object-1000")) |> collect(&again) };
        deterministic(workers).build().unwrap().run(job).unwrap();
        assert_eq!(again.records(), expected, "{workers} workers");
    }
}
