//! Which workers a program needs in a batch without records.

use super::resolved;
use crate::compiler::graph::Graph;
use crate::compiler::operators::Idle;
use crate::compiler::plan::idle;

#[track_caller]
fn needs(program: &str, expected: Idle) {
    assert_eq!(idle(&Graph::new(resolved(program))), expected, "{program}");
}

#[test]
fn nothing_comes_of_nothing() {
    needs("memory(b) |> foreach(f)", Idle::Nobody);
    needs("memory(b) |> flat_map(split) |> reduce_by_key(+) |> foreach(f)", Idle::Nobody);
    needs("let a = memory(b); memory(b) |> union(a) |> join(a) |> foreach(f)", Idle::Nobody);
}

#[test]
fn the_first_worker_shows_that_there_was_nothing() {
    needs("memory(b) |> reduce_by_key(+) |> pprint", Idle::Leader);
    needs("memory(b) |> count |> map(f) |> foreach(f)", Idle::Leader);
    needs("memory(b) |> transform(f) |> foreach_batch(f)", Idle::Leader);
}

#[test]
fn what_it_makes_of_nothing_may_have_to_go_on() {
    needs("memory(b) |> count |> repartition |> pprint", Idle::Everybody);
    needs("memory(b) |> transform(f) |> map(f) |> reduce_by_key(+) |> foreach(f)", Idle::Everybody);
    needs("let n = memory(b) |> count; memory(b) |> union(n) |> pprint", Idle::Everybody);
}

#[test]
fn what_is_kept_needs_everybody() {
    needs("memory(b) |> window(3s) |> foreach(f)", Idle::Everybody);
    needs("memory(b) |> update_state_by_key(f) |> foreach(f)", Idle::Everybody);
    needs("memory(b) |> glom |> foreach(f)", Idle::Everybody);
    needs("memory(b) |> pprint; memory(b) |> map_with_state(f) |> foreach(f)", Idle::Everybody);
    needs(r#"memory(b) |> save_as_text_files("out/counts")"#, Idle::Everybody);
}
