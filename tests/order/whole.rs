//! Operators that keep whole records keep the order of the input across all workers.

use std::sync::{Arc, Mutex, mpsc};

use streamdsl::prelude::*;
use streamdsl::sink::Sink;
use streamdsl::testing;
use streamdsl::time::BatchTime;

use crate::random::early;
use crate::{MANY, WORKERS, check, numbers, parse};

fn all() -> Vec<u64> {
    (0..MANY).collect()
}

#[test]
fn collect_keeps_the_order() {
    check(&all(), |file, out| stream! { text_file(file) |> map(parse) |> collect(out) });
    let lines: Vec<String> = all().iter().map(u64::to_string).collect();
    check(&lines, |file, out| stream! { text_file(file) |> collect(out) });
}

#[test]
fn filter_and_flat_map_keep_the_order() {
    let expected: Vec<u64> =
        all().into_iter().filter(|n| n % 3 == 0).flat_map(|n| [n, n]).collect();
    check(&expected, |file, out| {
        stream! {
            text_file(file) |> map(parse) |> filter(|n| n % 3 == 0) |> flat_map(|n| [n, n])
                |> collect(out)
        }
    });
}

#[test]
fn whole_batches_have_the_order() {
    let file = numbers(MANY);
    for workers in WORKERS {
        let (seen, first) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(None)));
        let (to, head) = (Arc::clone(&seen), Arc::clone(&first));
        let job = stream! {
            text_file(file.path()) |> map(parse) |> foreach_batch(move |batch| {
                to.lock().unwrap().extend(batch.iter());
                head.lock().unwrap().get_or_insert((batch.first(), batch.take(3)));
            })
        };
        testing::run_on(workers, job).unwrap();
        assert_eq!(*seen.lock().unwrap(), all(), "on {workers} workers");
        assert_eq!(*first.lock().unwrap(), Some((Some(0), vec![0, 1, 2])), "on {workers} workers");
    }
}

#[test]
fn transform_gets_and_yields_the_order() {
    let expected: Vec<u64> = all().into_iter().map(|n| n + 1).collect();
    check(&expected, |file, out| {
        stream! {
            text_file(file) |> map(parse)
                |> transform(|batch| batch.iter().map(|n| n + 1).collect::<Vec<_>>())
                |> collect(out)
        }
    });
}

#[test]
fn transform_with_gets_both_streams_in_order() {
    let expected: Vec<(u64, u64)> = all().into_iter().map(|n| (n, n * 2)).collect();
    check(&expected, |file, out| {
        stream! {
            let numbers = text_file(file) |> map(parse);
            let doubled = numbers |> map(|n| n * 2);
            numbers
                |> transform_with(doubled, |a, b| a.iter().zip(b.iter()).collect::<Vec<_>>())
                |> collect(out);
        }
    });
}

#[test]
fn sort_by_keeps_the_order_of_equal_records() {
    let mut expected = all();
    expected.sort_by_key(|n| n % 10);
    check(&expected, |file, out| {
        stream! { text_file(file) |> map(parse) |> sort_by(|n| n % 10) |> collect(out) }
    });
    expected.sort_by_key(|n| std::cmp::Reverse(n % 10));
    check(&expected, |file, out| {
        stream! {
            text_file(file) |> map(parse) |> sort_by(|n| n % 10, descending = true) |> collect(out)
        }
    });
}

#[test]
fn the_first_of_equal_records_are_the_first_of_the_stream() {
    let expected: Vec<u64> = (0..7).map(|n| n * 10 + 9).collect();
    check(&expected, |file, out| {
        stream! { text_file(file) |> map(parse) |> top(7, |n| n % 10) |> collect(out) }
    });
    let expected: Vec<u64> = (0..7).map(|n| n * 10).collect();
    check(&expected, |file, out| {
        stream! { text_file(file) |> map(parse) |> take_ordered(7, |n| n % 10) |> collect(out) }
    });
}

#[test]
fn distinct_records_come_in_the_order_in_which_they_occurred_first() {
    let expected: Vec<u64> = (0..5_000).map(|n| n * 7919 % 5_000).collect();
    check(&expected, |file, out| {
        stream! { text_file(file) |> map(|line| parse(line) * 7919 % 5_000) |> distinct |> collect(out) }
    });
    let lines: Vec<String> = (0..30_000).map(|n| format!("a rather long key {n}")).collect();
    check(&lines, |file, out| {
        stream! {
            text_file(file) |> map(|line| format!("a rather long key {}", parse(line) % 30_000))
                |> distinct |> collect(out)
        }
    });
}

#[test]
fn the_lists_of_glom_follow_each_other() {
    check(&all(), |file, out| {
        stream! {
            text_file(file) |> map(parse) |> glom |> flat_map(|list| list) |> collect(out)
        }
    });
    let file = numbers(MANY);
    for workers in WORKERS {
        let lists = Collected::new();
        let job = stream! {
            text_file(file.path()) |> map(parse) |> glom |> map(|list| list.len() as u64)
                |> collect(&lists)
        };
        testing::run_on(workers, job).unwrap();
        let sizes = lists.records();
        let even = MANY / workers as u64;
        assert_eq!(sizes.len() % workers, 0);
        assert_eq!(sizes.iter().sum::<u64>(), MANY);
        assert!(sizes.iter().all(|size| *size <= even + 1), "{sizes:?} on {workers} workers");
    }
}

#[test]
fn pprint_shows_the_first_records() {
    let file = numbers(MANY);
    for workers in WORKERS {
        let shown = streamdsl_tests::printed(
            workers,
            stream! {
                text_file(file.path()) |> map(parse) |> pprint(n = 4)
            },
        );
        let lines: Vec<&str> = shown.lines().skip(3).take(5).collect();
        assert_eq!(lines, ["0", "1", "2", "3", "..."], "on {workers} workers");
    }
}

#[test]
fn a_sink_gets_the_order() {
    struct Numbers(mpsc::Sender<u64>);
    impl Sink<u64> for Numbers {
        type Error = mpsc::SendError<u64>;

        fn write(&mut self, _: BatchTime, records: Vec<u64>) -> Result<(), Self::Error> {
            records.into_iter().try_for_each(|number| self.0.send(number))
        }
    }
    let file = numbers(MANY);
    for workers in WORKERS {
        let (sender, received) = mpsc::channel();
        let job = stream! { text_file(file.path()) |> map(parse) |> to(Numbers(sender)) };
        testing::run_on(workers, job).unwrap();
        assert_eq!(received.iter().collect::<Vec<_>>(), all(), "on {workers} workers");
    }
}

#[test]
fn saved_files_follow_each_other() {
    let file = numbers(MANY);
    for workers in WORKERS {
        let place = tempfile::tempdir().unwrap();
        let prefix = place.path().join("out");
        let (text, objects, hadoop) = (
            prefix.with_extension("text"),
            prefix.with_extension("objects"),
            prefix.with_extension("hadoop"),
        );
        let job = stream! {
            let numbers = text_file(file.path()) |> map(parse);
            numbers |> save_as_text_files(&text);
            numbers |> save_as_object_files(&objects);
            numbers |> map(|n| (n as i64, ())) |> save_as_hadoop_files(&hadoop, format = HadoopFormat::Text);
        };
        testing::run_on(workers, job).unwrap();
        let mut directories: Vec<_> =
            std::fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        directories.sort_by_key(|path| (path.to_string_lossy().len(), path.clone()));
        let mut found = [String::new(), String::new()];
        let mut read = Vec::new();
        for directory in &directories {
            let name = directory.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("objects-") {
                read.extend(streamdsl::files::read_object_file::<u64>(directory).unwrap());
                continue;
            }
            let into = &mut found[usize::from(name.contains("hadoop-"))];
            let mut parts: Vec<_> =
                std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
            parts.sort();
            for part in parts.iter().filter(|part| part.to_string_lossy().contains("part-")) {
                into.push_str(&std::fs::read_to_string(part).unwrap());
            }
        }
        let expected: Vec<String> = all().iter().map(|n| format!("{n}\n")).collect();
        let expected = expected.concat();
        for found in found {
            assert!(found == expected, "on {workers} workers");
        }
        assert_eq!(read, all(), "on {workers} workers");
    }
}

#[test]
fn pprint_shows_the_first_source_of_a_list_first_although_it_delivers_last() {
    for workers in WORKERS {
        let shown = streamdsl_tests::printed(
            workers,
            stream! {
                let list = union_all([false, true].map(early));
                list |> pprint(n = 3);
                list |> map(|n| n * 10) |> filter(|n| n % 20 == 0) |> pprint(n = 2);
            },
        );
        let lines: Vec<&str> = shown.lines().filter(|line| !line.starts_with(['-', 'T'])).collect();
        assert_eq!(lines, ["0", "1", "2", "...", "", "0", "20", "...", ""], "{workers} workers");
    }
}
