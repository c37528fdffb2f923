//! Operators on single records.

use streamdsl::prelude::*;
use streamdsl_tests::{check, pairs, texts};

#[test]
fn map_turns_each_record_into_another() {
    check(&[vec![2, 4], vec![], vec![6]], |out| {
        stream! { memory([vec![1, 2], vec![], vec![3]]) |> map(|n| n * 2) |> collect(out) }
    });
    check(&[vec![1_usize, 3]], |out| {
        stream! { memory([["a", "bcd"]]) |> map(|word| word.len()) |> collect(out) }
    });
}

#[test]
fn map_takes_paths_methods_captures_and_computed_functions() {
    fn double(n: i64) -> i64 {
        n * 2
    }
    fn adder(by: i64) -> impl Fn(i64) -> i64 {
        move |n| n + by
    }
    let offset = 100;
    check(&[vec![106_i64, 112]], |out| {
        stream! {
            memory([[1, 4]])
                |> map(double)
                |> map(|n: i64| -> i64 { n + offset })
                |> map(adder(4))
                |> collect(out)
        }
    });
    check(&[vec![-3_i64, 7]], |out| {
        stream! { memory([[3_i64, -7]]) |> map(std::ops::Neg::neg) |> collect(out) }
    });
    check(&texts(&[&["A", "B"]]), |out| {
        stream! { memory([["a", "b"]]) |> map(str::to_uppercase) |> collect(out) }
    });
    let closure = |n: i64| n - 1;
    check(&[vec![0_i64]], |out| {
        stream! { memory([[2]]) |> map(closure) |> map(closure) |> collect(out) }
    });
}

#[test]
fn captured_values_are_shared_with_every_worker() {
    let stop_words: std::collections::HashSet<&str> = ["the", "a"].into();
    let prefix = String::from("<");
    check(&texts(&[&["<cat", "<mouse"]]), |out| {
        let (stop_words, prefix) = (stop_words.clone(), prefix.clone());
        stream! {
            memory([["the", "cat", "a", "mouse"]])
                |> filter(move |word| !stop_words.contains(word))
                |> map(move |word| format!("{prefix}{word}"))
                |> collect(out)
        }
    });
}

#[test]
fn filter_keeps_what_holds_and_is_given_a_reference() {
    fn short(word: &&str) -> bool {
        word.len() < 2
    }
    check(&[vec![2, 4], vec![], vec![]], |out| {
        stream! {
            memory([vec![1, 2, 3, 4], vec![5], vec![]]) |> filter(|n| n % 2 == 0) |> collect(out)
        }
    });
    check(&texts(&[&["a"]]), |out| {
        stream! { memory([["a", "bc"]]) |> filter(short) |> collect(out) }
    });
    check(&texts(&[&["a"]]), |out| {
        stream! {
            memory([["a", ""]]) |> filter(|word: &&'static str| !word.is_empty()) |> collect(out)
        }
    });
}

#[test]
fn flat_map_yields_none_one_or_many() {
    check(&[vec![0, 0, 1, 0, 1, 2]], |out| {
        stream! { memory([[0, 1, 2, 3]]) |> flat_map(|n| 0..n) |> collect(out) }
    });
    check(&[vec![4]], |out| {
        stream! { memory([["4", "x"]]) |> flat_map(|text| text.parse::<i32>()) |> collect(out) }
    });
    check(&[vec![1, 2, 2, 4]], |out| {
        stream! { memory([[1, 2]]) |> flat_map(|n| vec![n, n * 2]) |> collect(out) }
    });
    check(&[vec![2]], |out| {
        stream! { memory([[1, 2]]) |> flat_map(|n| (n > 1).then_some(n)) |> collect(out) }
    });
    check(&[vec![(1, 'a'), (1, 'b')]], |out| {
        stream! {
            memory([[(1, "ab")]])
                |> flat_map(|(n, text)| text.chars().map(move |c| (n, c)))
                |> collect(out)
        }
    });
}

#[test]
fn functions_of_the_prelude() {
    check(&texts(&[&["to", "be", "or", "not"], &[], &["x"]]), |out| {
        stream! {
            memory([vec![" to  be\tor", "", "\u{c}not "], vec!["  \r\n "], vec!["x"]])
                |> flat_map(split) |> collect(out)
        }
    });
    check(&texts(&[&["a", "", "b"]]), |out| {
        stream! { memory([["a,,b"]]) |> flat_map(split_on(',')) |> collect(out) }
    });
    check(&texts(&[&["one", "two", ""]]), |out| {
        stream! { memory([["one\r\ntwo\n\n"]]) |> flat_map(lines) |> collect(out) }
    });
    check(&[vec!['h', 'ä', '\0', '猫']], |out| {
        stream! { memory([["hä\0猫"]]) |> flat_map(chars) |> collect(out) }
    });
    check(&[vec![(2, 'a'), (1, 'b')]], |out| {
        stream! { memory([[('a', 2), ('b', 1)]]) |> map(swap) |> collect(out) }
    });
}

#[test]
fn a_split_of_the_users_own_wins() {
    fn split(line: &str) -> std::str::Split<'_, char> {
        line.split(' ')
    }
    check(&texts(&[&["a", "", "b"]]), |out| {
        stream! { memory([["a  b"]]) |> flat_map(split) |> collect(out) }
    });
}

#[test]
fn text_files_are_split_alike_by_page_by_closure_and_by_line() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = "to be\u{a0}or  not\r\n\n \t\nto\0be\u{2003}x\x0bcaf\u{e9} a\x1cb\nlast";
    std::fs::write(file.path(), text.repeat(50)).unwrap();
    let expected: Vec<String> =
        text.repeat(50).split_ascii_whitespace().map(str::to_owned).collect();
    let path = file.path();
    check(std::slice::from_ref(&expected), |out| {
        stream! { text_file(path) |> flat_map(split) |> collect(out) }
    });
    check(std::slice::from_ref(&expected), |out| {
        stream! { text_file(path) |> flat_map(|line| split(line)) |> collect(out) }
    });
    check(std::slice::from_ref(&expected), |out| {
        stream! { text_file(path) |> filter(|_| true) |> flat_map(split) |> collect(out) }
    });
}

#[test]
fn map_values_and_flat_map_values_keep_the_key() {
    check(&pairs(&[&[("a", 2), ("b", 4)], &[]]), |out| {
        stream! {
            memory([vec![("a", 1), ("b", 2)], vec![]]) |> map_values(|n| n * 2) |> collect(out)
        }
    });
    check(
        &[vec![(String::from("k"), "x".to_owned()), (String::from("k"), "y".to_owned())]],
        |out| {
            stream! {
                memory([[("k", "x y"), ("l", " ")]]) |> flat_map_values(split) |> collect(out)
            }
        },
    );
    check(&[vec![(7, 0), (7, 1), (8, 0)]], |out| {
        stream! { memory([[(7, 2), (8, 1), (9, 0)]]) |> flat_map_values(|n| 0..n) |> collect(out) }
    });
    check(&[vec![(1, 1_usize), (2, 3)]], |out| {
        stream! { memory([[(1, "a"), (2, "bcd")]]) |> map_values(str::len) |> collect(out) }
    });
}

#[test]
fn owned_records_pass_through_every_stateless_operator() {
    let batch = || [vec![("k".to_owned(), "a b".to_owned()), ("l".to_owned(), String::new())]];
    check(&pairs(&[&[("K", 3), ("L", 0)]]), |out| {
        stream! {
            memory(batch())
                |> filter(|(key, _)| !key.is_empty())
                |> map_values(|text| text.len())
                |> map(|(key, len)| (key.to_uppercase(), len))
                |> collect(out)
        }
    });
}

#[test]
fn a_long_chain_is_one_loop_with_the_same_result() {
    let expected: Vec<u64> =
        (0..5000_u64).filter(|n| n % 3 == 0).flat_map(|n| [n + 1, n + 2]).collect();
    check(&[expected], |out| {
        stream! {
            memory([0..5000_u64])
                |> map(|n| n) |> filter(|n| n % 3 == 0) |> map(|n| n + 1)
                |> flat_map(|n| [n, n + 1]) |> map(Some) |> flat_map(|n| n)
                |> map(|n| (n, ())) |> map_values(|()| 1) |> map(|(n, _)| n) |> filter(|_| true)
                |> collect(out)
        }
    });
}
