//! Files for Hadoop, compared with files written by Hadoop's own writer.

use std::fmt::Write as _;
use std::fs;

use streamdsl::prelude::*;
use streamdsl::testing;

use super::{lines, names, place};

/// The only part file of the first batch, when `job` writes to the given prefix.
fn part(job: impl FnOnce(&str) -> Pipeline) -> Vec<u8> {
    let (_directory, prefix) = place();
    testing::run_on(1, job(&prefix)).unwrap();
    fs::read(format!("{prefix}-1000/part-00000")).unwrap()
}

/// The byte range of the marker in the header of a `SequenceFile`: after the classes, two flags and
/// empty metadata.
fn marker(file: &[u8]) -> std::ops::Range<usize> {
    let key = usize::from(file[4]);
    let value = usize::from(file[5 + key]);
    let start = 4 + 1 + key + 1 + value + 2 + 4;
    start..start + 16
}

/// Compares a file with a file from Hadoop, which has another marker.
#[track_caller]
fn assert_as_hadoop(ours: &[u8], name: &str) {
    let path = format!("{}/data/hadoop/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut golden = fs::read(path).unwrap();
    let place = marker(&golden);
    assert_eq!(place, marker(ours), "{name}: the classes differ");
    golden[place.clone()].copy_from_slice(&ours[place]);
    assert!(ours == golden, "{name}: {} bytes, Hadoop writes {}", ours.len(), golden.len());
}

#[test]
fn texts_and_ints_are_written_as_hadoop_does() {
    let mut records = vec![
        ("to".to_string(), 1_i32),
        (String::new(), -2),
        ("na\u{ef}ve \u{2014} \u{1f980}".to_string(), i32::MAX),
    ];
    records.extend([127, 128, 255, 256, 65536].map(|n| ("x".repeat(n), i32::try_from(n).unwrap())));
    let ours = part(|prefix| stream! { memory([records]) |> save_as_hadoop_files(prefix) });
    assert_as_hadoop(&ours, "text_int.seq");
}

#[test]
fn longs_and_bytes_are_written_as_hadoop_does() {
    let records = [(0_i64, vec![]), (-1, vec![0, 255, 10]), (i64::MAX, vec![0; 300])];
    let ours = part(|prefix| {
        stream! {
            memory([records])
                |> save_as_hadoop_files(prefix)
        }
    });
    assert_as_hadoop(&ours, "long_bytes.seq");
}

#[test]
fn nulls_are_written_as_hadoop_does() {
    let ours = part(|prefix| {
        stream! {
            memory([["a line", ""]]) |> map(|line| ((), line)) |> save_as_hadoop_files(prefix)
        }
    });
    assert_as_hadoop(&ours, "null_text.seq");
    let ours = part(|prefix| {
        stream! { memory([[("a key", ())]]) |> save_as_hadoop_files(prefix) }
    });
    assert_as_hadoop(&ours, "text_null.seq");
}

#[test]
fn booleans_and_fractions_are_written_as_hadoop_does() {
    let records = [(true, 0.1_f64), (false, f64::NEG_INFINITY)];
    let ours = part(|prefix| stream! { memory([records]) |> save_as_hadoop_files(prefix) });
    assert_as_hadoop(&ours, "bool_double.seq");
    let records = [(7_u8, -1.5_f32)];
    let ours = part(|prefix| stream! { memory([records]) |> save_as_hadoop_files(prefix) });
    assert_as_hadoop(&ours, "int_float.seq");
}

#[test]
fn markers_are_where_hadoop_puts_them() {
    let records: Vec<(i32, String)> =
        (0..4000).map(|n| (n, "v".repeat(usize::try_from(n).unwrap() % 200))).collect();
    let ours = part(|prefix| stream! { memory([records]) |> save_as_hadoop_files(prefix) });
    let marker = &ours[marker(&ours)];
    let found = ours.windows(16).enumerate().filter(|(_, bytes)| *bytes == marker);
    let mut described = format!("length {}\n", ours.len());
    for (at, _) in found {
        writeln!(described, "marker {at}").unwrap();
    }
    assert_eq!(described, include_str!("../data/hadoop/markers.txt"));
}

#[test]
fn markers_cannot_be_guessed() {
    let write = || part(|prefix| stream! { memory([[(1, 1)]]) |> save_as_hadoop_files(prefix) });
    let (one, other) = (write(), write());
    assert_ne!(one[marker(&one)], other[marker(&other)]);
}

#[test]
fn text_is_key_tab_value_and_leaves_nulls_out() {
    let (directory, prefix) = place();
    let job = stream! {
        let words = memory([["b", "a", "b"]]);
        words |> count_by_value |> save_as_hadoop_files(&prefix, "counts", format = HadoopFormat::Text);
        words |> map(|word| ((), word)) |> save_as_hadoop_files(&prefix, "lines", HadoopFormat::Text);
        words |> map(|word| (word.as_bytes(), 0.5)) |> save_as_hadoop_files(&prefix, "bytes", HadoopFormat::Text);
    };
    testing::run(job).unwrap();
    let lines = |suffix: &str| lines(&directory.path().join(format!("out-1000.{suffix}")));
    assert_eq!(lines("counts"), ["a\t1", "b\t2"]);
    assert_eq!(lines("lines"), ["a", "b", "b"]);
    assert_eq!(lines("bytes"), ["61\t0.5", "62\t0.5", "62\t0.5"]);
}

#[test]
fn text_is_what_hadoop_makes_of_each_class() {
    /// The line of one pair.
    macro_rules! line {
        ($key:expr, $value:expr) => {
            part(|prefix| {
                stream! {
                    memory([[($key, $value)]])
                        |> save_as_hadoop_files(prefix, format = HadoopFormat::Text)
                }
            })
        };
    }
    let text = [
        line!("na\u{ef}ve", -2),
        line!(i64::MAX, ""),
        line!((), "a line".to_string()),
        line!("a key", ()),
        line!(vec![0_u8, 255, 10], true),
        line!(false, 0.5_f64),
        line!(-1.5_f32, vec![0_u8; 0]),
    ];
    let golden = include_bytes!("../data/hadoop/text.tsv");
    assert_eq!(String::from_utf8(text.concat()).unwrap(), String::from_utf8_lossy(golden));
}

#[test]
fn a_number_that_does_not_fit_stops_the_job_and_writes_nothing() {
    for workers in 1..=3 {
        let (directory, prefix) = place();
        let batches = [vec![("a", 1_u64)], vec![("b", 2), ("c", u64::MAX), ("d", 3)]];
        let job = stream! { memory(batches) |> save_as_hadoop_files(&prefix) };
        let error = testing::run_on(workers, job).unwrap_err().to_string();
        assert!(error.contains("`save_as_hadoop_files` could not write the batch of"), "{error}");
        assert!(error.ends_with("18446744073709551615 is too large for LongWritable"), "{error}");
        assert_eq!(names(directory.path()), ["out-1000"], "the batch before stays");
    }
}
