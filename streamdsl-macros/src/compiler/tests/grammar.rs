//! What the grammar allows, and what it means.

use std::time::Duration;

use quote::ToTokens;

use super::resolved;
use crate::compiler::ast::CombineOp;
use crate::compiler::operators::{self, Class, Kind};
use crate::compiler::resolved::{
    Argument, Combiner, DurationArg, Function, Operation, ResolvedHead,
};

/// The operations of the only chain of `source`.
fn operations(source: &str) -> Vec<Operation> {
    let mut chains = resolved(source).chains;
    assert_eq!(chains.len(), 1);
    chains.remove(0).operations
}

/// The first argument of `operation` in a chain of its own.
fn first_argument(operation: &str) -> Argument {
    let source = format!("memory(batches) |> {operation} |> pprint");
    operations(&source).remove(0).args.remove(0)
}

fn combiner(argument: &str) -> Combiner {
    match first_argument(&format!("reduce({argument})")) {
        Argument::Combiner(combiner) => combiner,
        _ => panic!("`{argument}` is no combiner"),
    }
}

fn function(argument: &str) -> Function {
    match first_argument(&format!("map({argument})")) {
        Argument::Function(function) => function,
        _ => panic!("`{argument}` is no function"),
    }
}

#[test]
fn the_program_of_the_readme() {
    let program = resolved(
        "socket(\"localhost\", 9999) |> flat_map(split) |> reduce_by_key(+) |> window(30s, 10s) \
         |> pprint",
    );
    let chain = &program.chains[0];
    let ResolvedHead::Source(source) = &chain.head else { panic!("no source") };
    assert_eq!(source.operator.name, "socket");
    let names: Vec<_> = chain.operations.iter().map(|operation| operation.operator.name).collect();
    assert_eq!(names, ["flat_map", "reduce_by_key", "window", "pprint"]);
    assert!(chain.binding.is_none());
    assert!(program.batch_interval.is_none());
}

#[test]
fn every_example_of_the_table_is_correct() {
    for operator in operators::all() {
        let call = operator.example;
        let chain = match operator.class {
            Class::Source => format!("{call} |> pprint"),
            Class::Sink(_) => format!("memory(batches) {call}"),
            Class::TryMap | Class::TryFlatMap => {
                format!("let good = memory(batches) {call}; good |> failures |> pprint")
            }
            Class::Side(second) => {
                let first = operators::with_second(second).next().unwrap().example;
                let stream = format!("let stream = memory(batches) {first};");
                format!("{stream} stream |> pprint; stream {call} |> pprint")
            }
            _ => format!("memory(batches) {call} |> pprint"),
        };
        let others = "let errors = memory(a); let warnings = memory(b); let users = memory(c);
                      let seen = memory(d);
                      errors |> union(warnings, users, seen) |> pprint;";
        resolved(&format!("{others} {chain};"));
    }
}

#[test]
fn a_program_has_settings_bindings_and_chains_in_any_number() {
    let program = resolved(
        "batch_interval = 500ms;
         let lines = socket(\"localhost\", 9999);
         let words = lines |> flat_map(split);
         lines |> count |> pprint;
         words |> count |> pprint;
         socket(\"localhost\", 9998) |> union(lines, words) |> pprint(5);",
    );
    let interval = program.batch_interval.unwrap();
    assert_eq!(interval.literal().unwrap().0, Duration::from_millis(500));
    let names = program.chains.iter().map(|chain| chain.binding.as_ref().map(ToString::to_string));
    let names: Vec<_> = names.collect();
    assert_eq!(names[..3], [Some("lines".to_owned()), Some("words".to_owned()), None]);
    assert!(matches!(&program.chains[3].head, ResolvedHead::Chain(1)));
    let Argument::Streams(streams) = &program.chains[4].operations[0].args[0] else {
        panic!("no streams")
    };
    let streams: Vec<_> = streams.iter().map(|(chain, _)| *chain).collect();
    assert_eq!(streams, [0, 1]);
}

#[test]
fn a_name_may_serve_as_a_stream_and_as_a_source() {
    let program = resolved("let socket = socket(\"h\", 1); socket |> pprint");
    assert!(matches!(program.chains[0].head, ResolvedHead::Source(_)));
    assert!(matches!(program.chains[1].head, ResolvedHead::Chain(0)));
}

#[test]
fn the_last_semicolon_and_empty_parentheses_may_be_left_out() {
    for source in ["memory(b) |> count |> pprint", "memory(b) |> count() |> pprint();"] {
        assert_eq!(operations(source).len(), 2);
    }
}

#[test]
fn the_characters_of_a_pipe_may_be_apart() {
    assert_eq!(operations("memory(b) | > count | > pprint").len(), 2);
}

#[test]
fn operators_combine() {
    let operators = [
        ("+", CombineOp::Add),
        ("*", CombineOp::Mul),
        ("&", CombineOp::BitAnd),
        ("|", CombineOp::BitOr),
        ("^", CombineOp::BitXor),
        ("&&", CombineOp::And),
        ("& &", CombineOp::And),
        ("||", CombineOp::Or),
        ("| |", CombineOp::Or),
        ("max", CombineOp::Max),
        ("min", CombineOp::Min),
        ("+,", CombineOp::Add),
        ("op = +", CombineOp::Add),
    ];
    for (text, expected) in operators {
        let Combiner::Operator(operator, _) = combiner(text) else { panic!("{text}") };
        assert_eq!(operator, expected, "{text}");
    }
}

#[test]
fn what_begins_like_an_operator_may_be_a_function() {
    for text in ["|a, b| a + b", "std::cmp::max", "&add", "*add", "&&add", "maximum"] {
        assert!(matches!(combiner(text), Combiner::Function(_)), "{text}");
    }
}

#[test]
fn max_and_min_are_names_where_no_combiner_is_expected() {
    assert!(matches!(function("max"), Function::Path(path) if path.path.is_ident("max")));
}

#[test]
fn functions_are_told_apart() {
    assert!(matches!(function("|line| line.len()"), Function::Closure(_)));
    assert!(matches!(function("str::len"), Function::Path(_)));
    assert!(matches!(function("longer_than(3)"), Function::Other(_)));
    let Function::Closure(closure) = function("(move |line: &str| line.len())") else {
        panic!("no closure")
    };
    assert!(closure.capture.is_none());
}

#[test]
fn durations_are_literals_or_expressions() {
    let operation = operations("memory(b) |> window(1m30s, Duration::from_secs(10)) |> pprint");
    let window = operation[0].duration(Kind::Window).unwrap();
    assert_eq!(window.literal().unwrap().0, Duration::from_secs(90));
    assert!(matches!(operation[0].duration(Kind::Slide), Some(DurationArg::Expr(_))));
}

#[test]
fn arguments_stand_in_the_order_of_the_parameters() {
    let operations = operations(
        "memory(b) |> reduce_by_key_and_window(slot = \"totals\", slide = 10s, window = 30s, \
         inverse = sub, op = +) |> pprint",
    );
    let args = &operations[0].args;
    assert_eq!(args.len(), 6);
    assert!(matches!(args[0], Argument::Combiner(_)));
    assert_eq!(operations[0].duration(Kind::Window).unwrap().literal().unwrap().0.as_secs(), 30);
    assert_eq!(operations[0].duration(Kind::Slide).unwrap().literal().unwrap().0.as_secs(), 10);
    assert!(matches!(args[3], Argument::Function(_)));
    assert!(matches!(args[4], Argument::Missing));
    assert!(matches!(&args[5], Argument::Slot(slot) if slot.value() == "totals"));
}

#[test]
fn the_inverse_may_be_given_by_position() {
    let operations =
        operations("memory(b) |> reduce_by_key_and_window(+, 30s, 10s, |a, b| a - b) |> pprint");
    assert!(matches!(operations[0].arg(Kind::Inverse), Some(Argument::Function(_))));
    assert!(matches!(operations[0].arg(Kind::Slot), Some(Argument::Missing)));
}

#[test]
fn a_turbofish_is_kept() {
    let operations = operations("memory(b) |> map::<Vec<u32>>(f) |> pprint");
    let generics = operations[0].generics.as_ref().unwrap();
    assert_eq!(generics.to_string().replace(' ', ""), "::<Vec<u32>>");
}

#[test]
fn values_are_any_expression() {
    let values = ["\"h\"", "&config.host", "if x { 1 } else { 2 }", "{ let x = 1; x }", "a == b"];
    for value in values {
        let source = format!("socket({value}, {value}) |> pprint");
        let ResolvedHead::Source(source) = &resolved(&source).chains[0].head else {
            panic!("no source")
        };
        let Argument::Value(tokens) = &source.args[1] else { panic!("no value") };
        assert_eq!(
            tokens.to_string(),
            syn::parse_str::<syn::Expr>(value).unwrap().to_token_stream().to_string()
        );
    }
}

#[test]
fn an_argument_that_is_no_expression_is_left_to_rustc() {
    let Function::Verbatim(tokens) = function("|word| word.") else { panic!("not kept") };
    assert_eq!(tokens.to_string(), "| word | word .");
    let Combiner::Function(Function::Verbatim(tokens)) = combiner("|a, b| a.") else {
        panic!("not kept")
    };
    assert_eq!(tokens.to_string(), "| a , b | a .");
}
