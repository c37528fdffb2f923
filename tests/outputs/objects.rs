//! Object files, from one program to another.

use std::fs;
use std::time::Duration;

use streamdsl::files::{object_file_records, read_object_file};
use streamdsl::prelude::*;
use streamdsl::testing;

use super::place;

type Everything = (Option<String>, Vec<(u8, f64)>, (char, bool), Duration, i128, ());

#[test]
fn records_of_any_type_come_back_as_they_were() {
    let (_directory, prefix) = place();
    let records: Vec<Everything> = vec![
        (None, vec![], ('a', false), Duration::ZERO, i128::MIN, ()),
        (
            Some("naïve\n🦀".into()),
            vec![(0, -0.0), (255, f64::MAX)],
            ('\u{10FFFF}', true),
            Duration::new(u64::MAX, 999_999_999),
            -1,
            (),
        ),
    ];
    let expected = records.clone();
    testing::run(stream! { memory([records]) |> save_as_object_files(&prefix) }).unwrap();
    assert_eq!(read_object_file::<Everything>(format!("{prefix}-1000")).unwrap(), expected);
}

#[test]
fn borrowed_records_come_back_owned() {
    let (_directory, prefix) = place();
    let job = stream! {
        memory([["to be", "or"]])
            |> flat_map(split)
            |> map(|word| (word, word.as_bytes(), word.len()))
            |> save_as_object_files(&prefix, "obj")
    };
    testing::run_on(1, job).unwrap();
    let records: Vec<(String, Vec<u8>, usize)> =
        read_object_file(format!("{prefix}-1000.obj")).unwrap();
    assert_eq!(records[1], ("be".to_string(), b"be".to_vec(), 2));
}

#[test]
fn the_example_of_the_documentation_is_what_is_written() {
    let (_directory, prefix) = place();
    let job = stream! { memory([[("to", 1_u32), ("be", 2)]]) |> save_as_object_files(&prefix) };
    testing::run_on(1, job).unwrap();
    let documented = include_str!("../../docs/object-files.md");
    let example = documented.split("these 79 bytes:").nth(1).unwrap();
    let bytes: Vec<u8> = example
        .lines()
        .filter_map(|line| line.get(..50))
        .flat_map(str::split_whitespace)
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect();
    assert_eq!(fs::read(format!("{prefix}-1000/part-00000")).unwrap(), bytes);
    assert_eq!(bytes.len(), 79);
}

#[test]
fn many_records_go_through_a_source_on_any_number_of_workers() {
    let (_directory, prefix) = place();
    let numbers: Vec<(String, u64)> = (0..30_000).map(|n| (format!("key {n}"), n)).collect();
    testing::run(stream! { memory([numbers]) |> save_as_object_files(&prefix) }).unwrap();
    let path = format!("{prefix}-1000");
    assert_eq!(object_file_records::<(String, u64)>(&path).unwrap().count(), 30_000);
    for workers in 1..=3 {
        let sums = Collected::new();
        let job = stream! {
            object_file::<(String, u64)>(&path) |> map(|(_, n)| n) |> reduce(+) |> collect(&sums)
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(sums.batches(), [[449_985_000]], "on {workers} workers");
    }
}

#[test]
fn a_source_delivers_some_records_in_every_batch() {
    let (_directory, prefix) = place();
    let job = stream! { memory([[1_u8, 2, 3, 4, 5]]) |> save_as_object_files(&prefix) };
    testing::run_on(1, job).unwrap();
    let batches = Collected::new();
    let path = format!("{prefix}-1000");
    let job = stream! { object_file::<u8>(&path, records_per_batch = 2) |> collect(&batches) };
    testing::run_on(1, job).unwrap();
    assert_eq!(batches.batches(), [vec![1, 2], vec![3, 4], vec![5]]);
}

/// The error of a job that reads `path` as numbers.
fn error(path: &str) -> String {
    let job = stream! { object_file::<u64>(path) |> count |> pprint };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("source object file {path}: cannot read {path}")),
        "{error}"
    );
    error
}

#[test]
fn what_cannot_be_read_ends_the_job_with_file_and_place() {
    let (_directory, prefix) = place();
    let path = format!("{prefix}-1000");
    assert!(error(&path).ends_with("No such file or directory (os error 2)"));

    let numbers: Vec<u64> = (0..20_000).collect();
    testing::run_on(1, stream! { memory([numbers]) |> save_as_object_files(&prefix) }).unwrap();
    let part = format!("{path}/part-00000");
    let whole = fs::read(&part).unwrap();

    let mut damaged = whole.clone();
    damaged[100_000] ^= 0x10;
    fs::write(&part, damaged).unwrap();
    let damage = error(&path);
    assert!(damage.contains("/part-00000: it is damaged at byte "), "{damage}");

    fs::write(&part, &whole[..150_000]).unwrap();
    let torn = error(&path);
    assert!(torn.contains("/part-00000: it is incomplete: it ends at byte 150000, within a frame"));

    fs::write(&part, "a text").unwrap();
    assert!(error(&path).contains("/part-00000: it is not an object file"));

    fs::remove_file(format!("{path}/_SUCCESS")).unwrap();
    assert!(error(&path).contains("it has no _SUCCESS"));
}

#[test]
fn records_of_another_type_are_told_before_the_first_batch() {
    let (_directory, prefix) = place();
    let job = stream! { memory([["a"]]) |> count_by_value |> save_as_object_files(&prefix) };
    testing::run(job).unwrap();
    let error = error(&format!("{prefix}-1000"));
    let expected = "it holds records of type (String, u64), but the program reads u64";
    assert!(error.ends_with(expected), "{error}");
}

#[test]
fn an_endless_number_of_batches_is_refused() {
    let job = stream! { object_file::<u64>("x", records_per_batch = 0) |> count |> pprint };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("`records_per_batch` is 0; it must be at least 1"), "{error}");
}
