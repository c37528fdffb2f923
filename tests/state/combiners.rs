//! Combiners that change while their state stays.

use streamdsl::__private::read_checkpoint;
use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;

use crate::parts::{Item, Output, part, part_with};

type Sums = Collected<(String, i64)>;
type Part = Result<(Output<(String, i64)>, Snapshot), Error>;

/// The programs of one window whose combiners differ.
fn programs() -> [(&'static str, fn(Vec<Vec<Item>>, &Sums) -> Pipeline); 6] {
    [
        ("`+`", |input, out| {
            stream! { memory(input) |> reduce_by_key(+) |> window(3s, 1s, slot = "s") |> collect(out) }
        }),
        ("`max`", |input, out| {
            stream! { memory(input) |> window(3s, 1s, slot = "s") |> reduce_by_key(max) |> collect(out) }
        }),
        ("`&`", |input, out| {
            stream! { memory(input) |> reduce_by_key_and_window(&, 3s, 1s, slot = "s") |> collect(out) }
        }),
        ("`|`", |input, out| {
            stream! { memory(input) |> reduce_by_key(|) |> window(3s, 1s, slot = "s") |> collect(out) }
        }),
        ("`*`", |input, out| {
            stream! { memory(input) |> reduce_by_key(*) |> window(3s, 1s, slot = "s") |> collect(out) }
        }),
        ("a function of your own", |input, out| {
            stream! {
                memory(input) |> reduce_by_key(|a, b| a.wrapping_add(b)) |> window(3s, 1s, slot = "s")
                    |> collect(out)
            }
        }),
    ]
}

#[test]
fn another_combiner_over_the_same_state_is_refused() {
    let input = || -> Vec<Vec<Item>> { vec![vec![("a", 5)], vec![("a", 3)]] };
    for (before, program) in programs() {
        let (_, saved) = part(2, None, |out| program(input(), out)).unwrap();
        for (now, program) in programs() {
            let next = |settings: fn(Builder) -> Builder| -> Part {
                part_with(3, Some(saved.clone()), settings, |out| program(vec![vec![]], out))
            };
            let across = next(|builder| builder.keep_slot_across_combiner("s"));
            assert!(across.is_ok(), "{before} and {now}");
            let outcome = next(|builder| builder);
            if before == now {
                assert!(outcome.is_ok(), "{before}");
                continue;
            }
            assert_eq!(
                outcome.err().unwrap().to_string(),
                format!(
                    "state `s`: its values were combined by {before}, but the program now combines them \
                     by {now}, and the saved values do not mean the same; name the slot anew to start \
                     without the saved state, or continue from it with \
                     `keep_slot_across_combiner(\"s\")`"
                )
            );
        }
    }
}

#[test]
fn a_slot_kept_across_combiners_goes_on_with_the_new_one() {
    let [(_, sums), (_, maxima), ..] = programs();
    let input: Vec<Vec<Item>> = vec![vec![("a", 5), ("a", 2)], vec![("a", 3)]];
    let (_, saved) = part(2, None, |out| sums(input, out)).unwrap();
    let across = |builder: Builder| builder.keep_slot_across_combiner("s");
    let (output, last) =
        part_with(1, Some(saved), across, |out| maxima(vec![vec![("a", 6)]], out)).unwrap();
    assert_eq!(output, [(3, vec![("a".to_owned(), 7)])]);
    // The call can stay, and is not needed any more.
    let next = |settings: fn(Builder) -> Builder| -> Part {
        part_with(1, Some(last.clone()), settings, |out| maxima(vec![vec![]], out))
    };
    let expected = [(4, vec![("a".to_owned(), 6)])];
    assert_eq!(next(across).unwrap().0, expected);
    assert_eq!(next(|builder| builder).unwrap().0, expected);
}

#[test]
fn counts_and_sums_of_one_value_are_told_apart() {
    let count = |out: &Collected<u64>| {
        stream! { memory([[5_u64]]) |> count_by_window(3s, 1s, slot = "s") |> collect(out) }
    };
    let sum = |out: &Collected<u64>| {
        stream! { memory([[5_u64]]) |> reduce_by_window(+, 3s, 1s, slot = "s") |> collect(out) }
    };
    let named = |out: &Collected<u64>| {
        stream! { memory([[5_u64]]) |> reduce_by_window(sum_of, 3s, 1s, slot = "s") |> collect(out) }
    };
    let (_, saved) = part(1, None, count).unwrap();
    let error = part(1, Some(saved), sum).err().unwrap().to_string();
    assert!(error.contains("were combined by counting, but the program now combines them by `+`"));
    let (_, saved) = part(1, None, named).unwrap();
    let error = part(1, Some(saved), sum).err().unwrap().to_string();
    assert!(error.contains("were combined by a function of your own, but"), "{error}");
}

fn sum_of(a: u64, b: u64) -> u64 {
    a + b
}

/// A file of the first format, as a job of that version wrote it, with the state of two batches:
/// `("a", 1)` and `("a key that is long", 2)`, then `("b", 3)`.
fn first_format() -> Snapshot {
    let content = include_bytes!("../fuzz/corpus/checkpoint/real").as_slice();
    let mut file = [b"sdslckp\n".as_slice(), &1_u32.to_le_bytes(), content].concat();
    let checksum = crc32c::crc32c(&file);
    file.extend_from_slice(&checksum.to_le_bytes());
    read_checkpoint(&file).unwrap()
}

#[test]
fn a_checkpoint_of_the_first_format_goes_with_every_combiner() {
    let saved = first_format();
    assert_eq!((saved.batches(), saved.time()), (2, None));
    assert!(saved.slots().all(|(_, shape)| !shape.contains("combined")), "{saved:?}");
    let dropping = |builder: Builder| builder.on_missing_slot(OnMissingSlot::Drop);
    let expected = ["a", "a key that is long", "b"].map(str::to_owned).into_iter().zip([1, 2, 3]);
    let expected: Output<(String, u64)> = vec![(3, expected.collect())];
    for workers in 1..=3 {
        let (sums, last) = part_with(workers, Some(saved.clone()), dropping, |out| {
            let nothing: [Vec<(&str, u64)>; 1] = [vec![]];
            stream! {
                memory(nothing) |> reduce_by_key(+) |> window(3s, 1s, slot = "window#2") |> collect(out)
            }
        })
        .unwrap();
        assert_eq!(sums, expected);
        assert_eq!(
            last.slots().collect::<Vec<_>>(),
            [("window#2", "window of (str, u64) combined by +")]
        );
        let (maxima, _) = part_with(workers, Some(saved.clone()), dropping, |out| {
            let nothing: [Vec<(&str, u64)>; 1] = [vec![]];
            stream! {
                memory(nothing) |> reduce_by_key(max) |> window(3s, 1s, slot = "window#2") |> collect(out)
            }
        })
        .unwrap();
        assert_eq!(maxima, expected);
    }
}
