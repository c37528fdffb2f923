//! Text that records own goes into functions over borrowed text.

use streamdsl::prelude::*;
use streamdsl_tests::{check, texts};

fn owned() -> [Vec<String>; 1] {
    [vec!["a b".into(), "c".into()]]
}

#[test]
fn split_takes_owned_text_of_a_source() {
    check(&texts(&[&["a", "b", "c"]]), |out| {
        stream! { memory(owned()) |> flat_map(split) |> collect(out) }
    });
}

#[test]
fn split_takes_owned_text_that_a_closure_made() {
    check(&texts(&[&["a", "b"]]), |out| {
        stream! {
            memory([["A B"]]) |> map(|line| line.to_lowercase()) |> flat_map(split) |> collect(out)
        }
    });
}

#[test]
fn other_functions_take_owned_text() {
    fn halves(text: &str) -> [&str; 2] {
        let (a, b) = text.split_at(text.len() / 2);
        [a, b]
    }
    check(&texts(&[&["a", " b", "", "c"]]), |out| {
        stream! { memory(owned()) |> flat_map(halves) |> collect(out) }
    });
    check(&texts(&[&["a", "b", "c"]]), |out| {
        stream! { memory(owned()) |> flat_map(split_on(' ')) |> collect(out) }
    });
    check(&texts(&[&["a b", "c"]]), |out| {
        stream! { memory(owned()) |> map(|line| line) |> flat_map(lines) |> collect(out) }
    });
}

#[test]
fn values_that_are_owned_text_are_split() {
    check(&[vec![(1, "a".to_owned()), (1, "b".to_owned())]], |out| {
        stream! {
            memory([[(1, "a b".to_owned())]]) |> flat_map_values(split)
                |> map(|(key, word)| (key, word.to_owned())) |> collect(out)
        }
    });
}

#[test]
fn owned_bytes_are_borrowed() {
    fn bytes(message: &[u8]) -> impl Iterator<Item = u8> + '_ {
        message.iter().copied()
    }
    check(&[vec![1_u8, 2, 3]], |out| {
        stream! { memory([[vec![1_u8, 2], vec![3]]]) |> flat_map(bytes) |> collect(out) }
    });
}

#[test]
fn a_generator_of_text_is_split() {
    let out = Collected::new();
    let job = stream! {
        generator(1000.0, |n| format!("{n} x"), limit = 3) |> flat_map(split) |> collect(&out)
    };
    streamdsl::testing::run(job).unwrap();
    assert_eq!(streamdsl_tests::sorted(out.records()), ["0", "1", "2", "x", "x", "x"]);
}
