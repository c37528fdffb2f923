//! The output of `plan()`, and the positions in errors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use streamdsl::pipeline::{Idle, Role, SlotInfo, Work};
use streamdsl::prelude::*;
use streamdsl::testing;

/// Removes the indentation of the test from a plan.
fn lines(text: &str) -> String {
    let indent = text.lines().skip(1).find(|line| !line.is_empty()).unwrap();
    let indent = indent.len() - indent.trim_start().len();
    text.lines().skip(1).map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n").collect()
}

#[track_caller]
fn shows(job: &Pipeline, plan: &str, mermaid: &str) {
    // The last line of a literal is the indentation before its closing quote.
    let trimmed = |text: &str| lines(text).trim_end().to_owned() + "\n";
    assert_eq!(job.plan().to_string(), trimmed(plan));
    assert_eq!(job.plan().mermaid(), trimmed(mermaid));
}

#[test]
fn the_program_of_the_front_page() {
    let job = stream! {
        socket("localhost", 9999)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(30s, 10s)
            |> pprint
    };
    shows(
        &job,
        r#"
        source   socket("localhost", 9999)
                 per page, fused: flat_map(split) -> stage 0
        stage 0  reduce_by_key(+) + window(30s, 10s)
                 pre-aggregates per worker, exchanges by key group, keeps panes per key
                 per record, fused: -> stage 1
        stage 1  pprint
                 gathers on the first worker
        "#,
        r#"
        flowchart LR
            op0(["socket(#quot;localhost#quot;, 9999)"])
            op1["flat_map(split)"]
            op2[["reduce_by_key(+)"]]
            op3[["window(30s, 10s)"]]
            op4[["pprint"]]
            subgraph stage0 [stage 0]
                op2
                op3
            end
            op0 --> op1
            op1 --> op2
            op2 --> op3
            op3 --> op4
        "#,
    );
}

#[test]
fn a_tee() {
    let counts = Collected::new();
    let job = stream! {
        let words = memory([["to be"]]) |> flat_map(split) |> filter(|word| word.len() > 1);
        words |> count_by_value |> collect(&counts);
        words |> count |> pprint(3);
    };
    shows(
        &job,
        r#"
        source   memory([["to be"]])
                 per page, fused: flat_map(split) filter(|word| word.len() > 1) -> stage 0
                 per page, fused: flat_map(split) filter(|word| word.len() > 1) -> stage 2
        stage 0  count_by_value
                 pre-aggregates per worker, exchanges by key group, one table per batch
                 per record, fused: -> stage 1
        stage 1  collect(&counts)
                 gathers on the first worker
        stage 2  count
                 combines per worker, then on the first worker
                 per record, fused: -> stage 3
        stage 3  pprint(3)
                 gathers on the first worker
        "#,
        r#"
        flowchart LR
            op0(["memory([[#quot;to be#quot;]])"])
            op1["flat_map(split)"]
            op2["filter(|word| word.len() #gt; 1)"]
            op3[["count_by_value"]]
            op4[["collect(#amp;counts)"]]
            op5[["count"]]
            op6[["pprint(3)"]]
            op0 --> op1
            op1 --> op2
            op2 --> op3
            op3 --> op4
            op2 --> op5
            op5 --> op6
        "#,
    );
}

#[test]
fn the_plan_is_data() {
    let job = stream! {
        let words = memory([["to be"]]) |> flat_map(split);
        let good = words |> try_map(|word| word.parse::<u64>());
        good |> failures |> count |> pprint;
        good |> window(2s, slot = "recent") |> count |> pprint(3);
    };
    let plan = job.plan();
    let operators: Vec<_> =
        plan.operators().iter().map(|of| (of.name, of.role, of.inputs)).collect();
    let expected: [(_, _, &[u16]); 9] = [
        ("memory", Role::Source, &[]),
        ("flat_map", Role::FusedOverPages, &[0]),
        ("try_map", Role::Fallible, &[1]),
        ("failures", Role::Second, &[2]),
        ("count", Role::Stage, &[3]),
        ("pprint", Role::Output, &[4]),
        ("window", Role::Moved, &[2]),
        ("count", Role::Stage, &[6]),
        ("pprint", Role::Output, &[7]),
    ];
    assert_eq!(operators, expected);
    let bindings: Vec<_> = plan.operators().iter().filter_map(|of| of.binding).collect();
    assert_eq!(bindings, ["words", "good"]);
    assert_eq!(plan.operators()[8].arguments, "3");
    let stages: Vec<_> =
        plan.stages().iter().map(|of| (of.work, of.input, of.window, of.slot)).collect();
    let recent =
        SlotInfo { name: "recent", combiner: Some("count"), numbered: false, named_at: Some(6) };
    let expected = [
        (Work::Combine, 4, None, None),
        (Work::Gather, 5, None, None),
        (Work::CountedPanes, 7, Some(6), Some(recent)),
        (Work::Gather, 8, None, None),
    ];
    assert_eq!(stages, expected);
    assert_eq!(plan.idle(), Idle::Everybody);
}

#[test]
fn a_join_of_windows() {
    let job = stream! {
        let ages = memory([[("ann", 30)]]) |> window(10s, 5s);
        memory([[("ann", "x")]])
            |> window(20s, 5s)
            |> join(ages)
            |> map(|(name, _)| name.to_owned())
            |> save_as_text_files("out/names", "txt");
    };
    shows(
        &job,
        r#"
        source   memory([[("ann", 30)]])
                 per record, fused: -> stage 0
        source   memory([[("ann", "x")]])
                 per record, fused: -> stage 1
        stage 0  window(10s, 5s)
                 keeps the records of each batch in the window
                 per record, fused: -> stage 2 (input 2)
        stage 1  window(20s, 5s)
                 keeps the records of each batch in the window
                 per record, fused: -> stage 2
        stage 2  join(ages)
                 deals the pairs out by key group, sorts them by key
                 per record, fused: map(|(name, _)| name.to_owned()) -> stage 3
        stage 3  save_as_text_files("out/names", "txt")
                 formats per worker, the first one writes the directory
        "#,
        r#"
        flowchart LR
            op0(["memory([[(#quot;ann#quot;, 30)]])"])
            op1[["window(10s, 5s)"]]
            op2(["memory([[(#quot;ann#quot;, #quot;x#quot;)]])"])
            op3[["window(20s, 5s)"]]
            op4[["join(ages)"]]
            op5["map(|(name, _)| name.to_owned())"]
            op6[["save_as_text_files(#quot;out/names#quot;, #quot;txt#quot;)"]]
            op0 --> op1
            op2 --> op3
            op3 --> op4
            op1 --> op4
            op4 --> op5
            op5 --> op6
        "#,
    );
}

#[test]
fn a_window_that_moved_into_the_aggregate_behind_it() {
    let job = stream! {
        memory([["to be"]])
            |> window(30s, 10s, slot = "recent")
            |> filter(|line| !line.is_empty())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> foreach_batch(|batch| println!("{}", batch.len()))
    };
    shows(
        &job,
        r#"
        source   memory([["to be"]])
                 per record, fused: filter(|line| !line.is_empty()) flat_map(split) -> stage 0
        stage 0  window(30s, 10s, slot = "recent") + reduce_by_key(+)
                 pre-aggregates per worker, exchanges by key group, keeps panes per key
                 per record, fused: -> stage 1
        stage 1  foreach_batch(|batch| println!("{}", batch.len()))
                 gathers on the first worker
        "#,
        r#"
        flowchart LR
            op0(["memory([[#quot;to be#quot;]])"])
            op1["window(30s, 10s, slot = #quot;recent#quot;)"]
            op2["filter(|line| !line.is_empty())"]
            op3["flat_map(split)"]
            op4[["reduce_by_key(+)"]]
            op5[["foreach_batch(|batch| println!(#quot;{}#quot;, batch.len()))"]]
            op0 --> op1
            op1 --> op2
            op2 --> op3
            op3 --> op4
            op4 --> op5
        "#,
    );
}

#[test]
fn a_window_that_did_not_move_says_so() {
    let job = stream! {
        memory([["a"]]) |> reduce_by_key(+) |> filter(|(_, n)| *n > 1) |> window(3s, 1s) |> pprint
    };
    let plan = job.plan().to_string();
    assert!(plan.contains("one table per batch\n"), "{plan}");
    assert!(plan.contains("fused: filter(|(_, n)| *n > 1) -> stage 1\n"), "{plan}");
    assert!(plan.contains("stage 1  window(3s, 1s)\n         keeps the records"), "{plan}");
    let job = stream! {
        let recent = memory([["a"]]) |> window(3s, 1s);
        recent |> count |> pprint;
        recent |> pprint;
    };
    let plan = job.plan().to_string();
    assert!(plan.contains("window(3s, 1s)\n         keeps the records"), "{plan}");
    assert!(plan.contains("count\n         combines per worker"), "{plan}");
}

#[test]
fn long_arguments_are_cut_and_markup_is_escaped() {
    let job = stream! {
        memory([[1]])
            |> map(|n: i32| Option::<i32>::Some(n).map_or(0, |n| n + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1))
            |> pprint
    };
    let plan = job.plan().to_string();
    let shown = "map(|n: i32| Option::<i32>::Some(n).map_or(0, |n| n..)";
    assert!(plan.contains(shown), "{plan}");
    assert!(
        job.plan().mermaid().contains("Option::#lt;i32#gt;::Some(n)"),
        "{}",
        job.plan().mermaid()
    );
}

/// The column of a text in a line of this file, both counted from 1.
fn column_of(text: &str, line: u32) -> u32 {
    let line = include_str!("plan.rs").lines().nth(line as usize - 1).unwrap();
    line.chars()
        .collect::<Vec<_>>()
        .windows(text.chars().count())
        .position(|at| at.iter().copied().eq(text.chars()))
        .unwrap() as u32
        + 1
}

fn boom(n: i32) -> i32 {
    assert!(n != 2, "boom");
    n
}

#[test]
fn places_in_errors_are_those_of_the_operators() {
    #[rustfmt::skip]
    let program = |at: usize| {
        let [a, b, c] = [0, 1, 2].map(|one| i32::from(at == one));
        stream! {
            let ünï = memory([["ä", "猫"]]) |> map(|_| 1); ünï |> /* ü */ map(|n| boom(n + a)) |> pprint(0);
			ünï	|>	filter(|n| boom(n + b) > 0)   |>
                flat_map(|n| Some(boom(n + c)))
            |>pprint(0);
        }
    };
    let begin = line!() - 7;
    let places = [
        ("map", "map(|n| boom", begin + 1),
        ("filter", "filter(", begin + 2),
        ("flat_map", "flat_map(", begin + 3),
    ];
    for (at, (operator, text, line)) in places.into_iter().enumerate() {
        let error = testing::run(program(at)).unwrap_err();
        let Error::UserCode { operator: named, location, .. } = &error else { panic!("{error}") };
        assert_eq!(named, operator);
        assert_eq!((location.line, location.column), (line, column_of(text, line)), "{operator}");
        assert_eq!(location.to_string(), format!("{}:{line}:{}", file!(), location.column));
    }
}

#[test]
fn places_of_windows_sources_and_sinks() {
    let odd = Duration::from_millis(300);
    let window =
        stream! { memory([[1]]) |> count |> window(1s) |> reduce(+) |> window(odd) |> pprint };
    let error = testing::run(window).unwrap_err();
    let Error::Window { location, .. } = &error else { panic!("{error}") };
    let line = line!() - 3;
    assert_eq!((location.line, location.column), (line, column_of("window(odd)", line)));
    let sink = stream! { memory([[1]]) |> map(|n| n) |> foreach_batch(|_| Err("no")) };
    let error = testing::run(sink).unwrap_err();
    let Error::Sink { location, .. } = &error else { panic!("{error}") };
    let line = line!() - 3;
    assert_eq!((location.line, location.column), (line, column_of("foreach_batch", line)));
}

#[test]
fn places_in_a_macro_of_the_users_own() {
    macro_rules! checked {
        ($source:expr, $limit:expr) => {
            stream! { from($source) |> map(|n: i32| boom(n + $limit)) |> pprint(0) }
        };
    }
    let line = line!() - 3;
    let error = testing::run(checked!(streamdsl::source::memory([[1]]), 1)).unwrap_err();
    let Error::UserCode { operator, location, .. } = &error else { panic!("{error}") };
    assert_eq!((operator.as_str(), location.line, location.file), ("map", line, file!()));
}
