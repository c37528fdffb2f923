//! The output of `pprint`, byte for byte.

use streamdsl::prelude::*;
use streamdsl_tests::{Printed, WORKERS, deterministic, printed};

/// The block printed for a batch, with its lines.
fn block(millis: u64, lines: &[&str]) -> String {
    let rule = "-".repeat(43);
    let time = BatchTime::from_millis(millis);
    let mut block = format!("{rule}\nTime: {time}\n{rule}\n");
    for line in lines {
        block += line;
        block.push('\n');
    }
    block + "\n"
}

#[test]
fn a_block_for_each_batch_also_for_empty_ones() {
    for workers in WORKERS {
        let job =
            stream! { memory([vec![("spark", 2)], vec![], vec![("it's \"new\"", 1)]]) |> pprint };
        let expected = [
            block(1000, &[r#"("spark", 2)"#]),
            block(2000, &[]),
            block(3000, &[r#"("it's \"new\"", 1)"#]),
        ];
        assert_eq!(printed(workers, job), expected.concat());
    }
}

#[test]
fn the_time_is_local_time_without_a_fraction() {
    let text = printed(1, stream! { memory([[1]]) |> pprint });
    let time = text.lines().nth(1).unwrap();
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "Time: 0000-00-00 00:00:00");
    let rule = "-------------------------------------------";
    assert_eq!(text, format!("{rule}\n{time}\n{rule}\n1\n\n"));
}

#[test]
fn ten_records_are_shown_and_a_mark_if_there_are_more() {
    let lines: Vec<String> = (0..10).map(|n| n.to_string()).collect();
    let ten: Vec<&str> = lines.iter().map(String::as_str).collect();
    let with_mark: Vec<&str> = ten.iter().copied().chain(["..."]).collect();
    let run = |records: u32| printed(1, stream! { memory([0..records]) |> pprint });
    assert_eq!(run(9), block(1000, &ten[..9]));
    assert_eq!(run(10), block(1000, &ten));
    assert_eq!(run(11), block(1000, &with_mark));
    assert_eq!(run(10_000), block(1000, &with_mark));
}

#[test]
fn n_is_any_number() {
    let run = |n: usize| printed(1, stream! { memory([[7, 7, 7]]) |> pprint(n) });
    assert_eq!(run(0), block(1000, &["..."]));
    assert_eq!(run(1), block(1000, &["7", "..."]));
    assert_eq!(run(3), block(1000, &["7", "7", "7"]));
    assert_eq!(run(usize::MAX), block(1000, &["7", "7", "7"]));
    let named = printed(1, stream! { memory([[7, 7]]) |> pprint(n = 1) });
    assert_eq!(named, block(1000, &["7", "..."]));
    let none: Vec<Vec<i32>> = vec![vec![]];
    assert_eq!(printed(1, stream! { memory(none) |> pprint(0) }), block(1000, &[]));
}

#[test]
fn several_workers_show_as_many_records_as_one() {
    // Far more records than fit in one chunk, so every worker has some.
    for workers in WORKERS {
        let text = printed(workers, stream! { memory([vec![7; 20_000]]) |> pprint(4) });
        assert_eq!(text, block(1000, &["7", "7", "7", "7", "..."]));
        let text =
            printed(workers, stream! { memory([0..4000]) |> count_by_value |> pprint(5000) });
        assert_eq!(text.lines().count(), 4000 + 4);
        assert!(!text.contains("..."));
    }
}

#[test]
fn outputs_of_a_batch_come_in_the_order_of_the_program() {
    for workers in WORKERS {
        let job = stream! {
            let words = memory([vec!["b", "b"], vec![]]);
            words |> reduce_by_key(+) |> pprint;
            words |> count |> pprint;
            words |> pprint(1);
        };
        let expected = [
            block(1000, &[r#"("b", 2)"#]),
            block(1000, &["2"]),
            block(1000, &[r#""b""#, "..."]),
            block(2000, &[]),
            block(2000, &["0"]),
            block(2000, &[]),
        ];
        assert_eq!(printed(workers, job), expected.concat());
    }
}

#[test]
fn windows_print_only_when_they_slide() {
    for workers in WORKERS {
        let job = stream! {
            memory([vec!["a b"], vec!["a"], vec![], vec![]])
                |> flat_map(split) |> reduce_by_key(+) |> filter(|(word, _)| *word == "a")
                |> window(2s, 2s) |> pprint
        };
        let expected = [block(2000, &[r#"("a", 1)"#, r#"("a", 1)"#]), block(4000, &[])];
        assert_eq!(printed(workers, job), expected.concat());
    }
}

#[test]
fn intervals_below_a_second_show_milliseconds() {
    let output = Printed::default();
    let context =
        deterministic(1).output(output.clone()).batch_interval(Duration::from_millis(500));
    context.build().unwrap().run(stream! { memory([[1], [2]]) |> pprint }).unwrap();
    assert_eq!(output.text(), block(500, &["1"]) + &block(1000, &["2"]));
    assert!(output.text().lines().nth(1).unwrap().ends_with(".500"));
}

#[test]
fn an_output_that_cannot_be_written_ends_the_job() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for workers in WORKERS {
        let job = stream! { memory([[1], [2]]) |> pprint };
        let error = deterministic(workers).output(Full).build().unwrap().run(job).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Sink { .. }), "{text}");
        assert!(text.contains("`pprint` could not write the batch of"), "{text}");
        assert!(text.contains("no storage space"), "{text}");
    }
}
