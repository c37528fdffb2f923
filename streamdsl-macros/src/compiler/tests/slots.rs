//! The slots of stages: their names, and what tells them apart.

use super::resolved;
use crate::compiler::graph::Graph;
use crate::compiler::slots::Slot;
use crate::compiler::stages::Staged;

fn slots(program: &str) -> Vec<Slot> {
    let staged = Staged::new(Graph::new(resolved(program)));
    let stateful = staged.stages.iter().filter(|stage| staged.is_stateful(stage));
    stateful.map(|stage| staged.slot(stage)).collect()
}

/// The names of the slots; those with an ordinal only are marked.
#[track_caller]
fn named(program: &str, expected: &[&str]) {
    let mark = |slot: Slot| if slot.numbered { format!("{} !", slot.name) } else { slot.name };
    assert_eq!(slots(program).into_iter().map(mark).collect::<Vec<_>>(), expected, "{program}");
}

#[test]
fn one_of_a_kind_needs_no_name() {
    named("memory(b) |> window(3s) |> pprint", &["window#1"]);
    named(
        "let w = memory(b) |> window(3s); w |> pprint; w |> window(6s) |> pprint",
        &["w.window", "window#1"],
    );
    named(
        "memory(b) |> window(3s) |> pprint; memory(b) |> count_by_window(3s) |> pprint",
        &["window#1", "count_by_window#1"],
    );
    // An operator without state takes no number.
    named("memory(b) |> count |> pprint; memory(b) |> window(3s) |> count |> pprint", &["count#1"]);
}

#[test]
fn two_of_a_kind_have_only_a_number() {
    named("memory(b) |> window(3s) |> window(6s) |> pprint", &["window#1 !", "window#2 !"]);
    named(
        "let w = memory(b) |> window(3s) |> window(6s); w |> pprint",
        &["w.window !", "w.window#2 !"],
    );
    named(
        "let w = memory(b) |> window(3s); w |> window(6s) |> window(9s) |> pprint",
        &["w.window", "window#1 !", "window#2 !"],
    );
    // A name for one of two is enough, and the number of the other one stays.
    named(r#"memory(b) |> window(3s, slot = "a") |> window(6s) |> pprint"#, &["a", "window#2"]);
}

#[test]
fn aggregates_that_share_a_window_with_a_name_have_names_of_their_own() {
    let program = |first: &str, second: &str| {
        format!(r#"let w = memory(b) |> window(3s, slot = "w"); {first} {second}"#)
    };
    named(&program("w |> count |> pprint;", "w |> reduce(+) |> pprint;"), &["w.count", "w.reduce"]);
    named(
        &program(
            "w |> map(f) |> count_by_value |> pprint;",
            "w |> map(g) |> count_by_value |> pprint;",
        ),
        &["w.count_by_value#1 !", "w.count_by_value#2 !"],
    );
    named(
        &program(
            "let f = w |> map(f) |> count_by_value; f |> pprint;",
            "let g = w |> map(g) |> count_by_value; g |> pprint;",
        ),
        &["w.f.count_by_value", "w.g.count_by_value"],
    );
}

#[test]
fn a_slot_knows_where_its_name_is_written() {
    let at = |program: &str| slots(program).iter().map(|slot| slot.named_at).collect::<Vec<_>>();
    assert_eq!(at("memory(b) |> window(3s) |> pprint"), [Some(1)]);
    assert_eq!(at("memory(b) |> reduce_by_key(+) |> window(3s) |> pprint"), [Some(2)]);
    assert_eq!(at("memory(b) |> window(3s) |> map(f) |> reduce_by_key(+) |> pprint"), [Some(1)]);
    assert_eq!(at("memory(b) |> group_by_key_and_window(3s) |> pprint"), [Some(1)]);
    let shared = "let w = memory(b) |> window(3s); w |> count |> pprint; w |> reduce(+) |> pprint";
    assert_eq!(at(shared), [None, None]);
}

#[test]
fn a_slot_knows_its_combiner() {
    let combined = |program: &str| {
        let slots = slots(program);
        slots.iter().map(|slot| slot.combiner.unwrap_or("none")).collect::<Vec<_>>()
    };
    assert_eq!(combined("memory(b) |> reduce_by_key(+) |> window(3s) |> pprint"), ["+"]);
    assert_eq!(combined("memory(b) |> window(3s) |> reduce_by_key(max) |> pprint"), ["max"]);
    assert_eq!(
        combined("memory(b) |> reduce_by_key_and_window(|a, b| a | b, 3s) |> pprint"),
        ["fn"]
    );
    assert_eq!(combined("memory(b) |> reduce_by_window(add, 3s) |> pprint"), ["fn"]);
    assert_eq!(combined("memory(b) |> count_by_value_and_window(3s) |> pprint"), ["+"]);
    assert_eq!(
        combined("memory(b) |> count_by_value |> window(3s) |> window(6s) |> pprint"),
        ["+", "+"]
    );
    assert_eq!(combined("memory(b) |> window(3s) |> count |> pprint"), ["count"]);
    assert_eq!(combined("memory(b) |> window(3s) |> pprint"), ["none"]);
    assert_eq!(combined("memory(b) |> update_state_by_key(f) |> pprint"), ["none"]);
}
