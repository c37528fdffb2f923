use std::collections::HashSet;

use super::*;
use crate::compiler::operators::{CONNECTORS, OPERATORS, SOURCES};
use crate::compiler::tests::front;

#[track_caller]
fn answers(name: &str, expected: &str) {
    assert_eq!(behind_pipe(name).as_deref(), Some(expected), "{name}");
}

#[test]
fn slips_and_other_conventions_are_understood() {
    answers("flat_mpa", "did you mean `flat_map`?");
    answers("flatMap", "did you mean `flat_map`?");
    answers("FLATMAP", "did you mean `flat_map`?");
    answers("reduceByKey", "did you mean `reduce_by_key`?");
    answers("reduceByKeyAndWindow", "did you mean `reduce_by_key_and_window`?");
    answers("mpa", "did you mean `map`?");
    answers("windwo", "did you mean `window`?");
}

#[test]
fn names_of_other_systems_get_the_best_answer() {
    answers("foreachRDD", "did you mean `foreach_batch`?");
    answers("foreach_rdd", "did you mean `foreach_batch`?");
    answers("print", "did you mean `pprint`?");
    answers("countByKey", "write `|> keys |> count_by_value`");
    answers("max", "write `|> reduce(max)`");
    answers("sum", "write `|> reduce(+)`");
    answers("first", "write `|> transform(|batch| batch.take(1))`");
    answers("sortByKey", "write `|> sort_by(|(key, _)| key.clone())`");
    answers("groupBy", "write `|> map(|record| (record.id, record)) |> group_by_key`");
    answers("coalesce", "did you mean `repartition`?");
    answers("socketTextStream", "the source is called `socket`, and can only start a chain");
    assert!(behind_pipe("session_window").unwrap().contains("does not exist here yet"));
    assert!(behind_pipe("kafka").unwrap().contains("`|> to(sink)`"));
}

/// The names that people typed in trials.
#[test]
fn names_that_people_type_are_known() {
    for name in [
        "sortByKey",
        "first",
        "take",
        "limit",
        "sum",
        "mean",
        "avg",
        "stats",
        "fold",
        "groupBy",
        "keyBy",
        "coalesce",
        "inspect",
        "filter_map",
        "session_window",
        "with_watermark",
        "sql",
        "kafka",
        "json",
        "csv",
        "parquet",
        "countByKey",
        "max",
        "min",
        "for_each",
        "enumerate",
        "zip",
        "chain",
        "flatten",
        "unique",
        "select",
        "explode",
        "orderBy",
        "peek",
        "branch",
        "merge",
        "leftJoin",
        "cartesian",
        "subtract",
        "intersection",
        "tumble",
        "hop",
        "rev",
        "skip",
        "last",
        "any",
        "all",
        "show",
        "head",
        "average",
        "median",
        "process",
        "sink",
    ] {
        assert!(behind_pipe(name).is_some(), "{name}");
    }
}

#[test]
fn the_start_of_a_chain_is_a_mistake_where_it_stands_for_something_built_in() {
    for (name, expected) in [
        ("sockte", "did you mean `socket`?"),
        ("socketTextStream", "did you mean `socket`?"),
        ("socketStream", "did you mean `socket_with`?"),
        ("textFileStream", "did you mean `text_file_stream`?"),
        ("fileStream", "did you mean `file_stream`?"),
        ("queueStream", "did you mean `queue`?"),
        ("receiverStream", "write `from(my_source)`"),
        ("memroy", "did you mean `memory`?"),
        ("sum", "behind a stream, write `|> reduce(+)`"),
        ("groupWith", "behind a stream, `|> cogroup` does this"),
    ] {
        assert_eq!(head(name).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn other_names_are_the_users_own() {
    for name in ["frobnicate", "x", "my_source", "feed", "kafka", "postgres", "orders"] {
        assert_eq!(head(name), None, "{name}");
    }
    for name in ["frobnicate", "x", "my_source"] {
        assert_eq!(behind_pipe(name), None, "{name}");
    }
}

#[test]
fn each_name_stands_in_the_vocabulary_once_and_is_no_operator() {
    let mut seen = HashSet::new();
    for (names, _) in [SOURCES, OPERATORS, CONNECTORS].into_iter().flatten() {
        for name in *names {
            assert!(seen.insert(squashed(name)), "{name} stands in the table twice");
            let mut operators = operators::all();
            assert!(operators.all(|operator| squashed(operator.name) != squashed(name)), "{name}");
        }
    }
    assert!(seen.len() > 250, "{}", seen.len());
}

/// The parts of an answer that are a piece of a program.
fn code(answer: Answer) -> Vec<String> {
    match answer {
        Answer::Operator(_) => Vec::new(),
        Answer::Write(code) => vec![code.to_owned()],
        Answer::Say(text) | Answer::Late(text) => {
            let quoted = text.split('`').skip(1).step_by(2);
            quoted.filter(|code| code.starts_with("|>")).map(str::to_owned).collect()
        }
    }
}

/// A whole program around a piece of one.
fn program(code: &str) -> String {
    let start = if code.starts_with("|>") { "memory(b) " } else { "" };
    let last = code.rsplit("|> ").next().unwrap().split(['(', ' ']).next().unwrap();
    let is_sink = operators::find(last).is_some_and(operators::Operator::is_sink);
    let end = if is_sink { "" } else { " |> pprint" };
    format!("let other = memory(c); other |> pprint; {start}{code}{end};")
}

#[test]
fn answers_name_operators_that_exist_and_show_code_that_compiles() {
    for (names, answer) in [SOURCES, OPERATORS, CONNECTORS].into_iter().flatten() {
        if let Answer::Operator(name) = answer {
            assert!(operators::find(name).is_some(), "{names:?}: {name}");
        }
        for code in code(*answer) {
            let program = program(&code);
            let (_, mut mistakes) = front(program.parse().unwrap());
            mistakes.retain(|mistake| !mistake.contains("the failures of"));
            assert!(mistakes.is_empty(), "{names:?}: {program}\n{mistakes:#?}");
        }
    }
}

#[test]
fn a_swap_of_neighbours_is_one_slip() {
    assert_eq!(distance("map", "mpa"), 1);
    assert_eq!(distance("", "map"), 3);
    assert_eq!(distance("filter", "filter"), 0);
    assert_eq!(distance("kitten", "sitting"), 3);
}
