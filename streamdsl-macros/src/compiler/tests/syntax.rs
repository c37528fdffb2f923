//! Mistakes in the signs between the words.

use super::reports;

#[test]
fn a_stray_bar_is_reported_once_for_a_chain() {
    reports("memory(b) | map(f) | filter(g) |> pprint", &["[|] expected `|>`, found `|`"]);
    reports(
        "memory(b) || map(f) > filter(g) |> pprint",
        &["[||] expected `|>`, found `||`", "[>] expected `|>`, found `>`"],
    );
    reports(
        "memory(b) -> map(f) => map(f) >> map(f) |>> map(f) |> pprint",
        &[
            "[->] expected `|>`, found `->`",
            "[=>] expected `|>`, found `=>`",
            "[>>] expected `|>`, found `>>`",
            "[|>>] expected `|>`, found `|>>`",
        ],
    );
}

#[test]
fn methods_are_no_operators() {
    reports(
        "memory(b).map(f).pprint()",
        &[
            "[.] expected `|>`, found `.`; operators are joined by `|>`, as in `words |> count |> pprint`",
        ],
    );
    reports(
        "memory(b) |> map(f).count() |> pprint",
        &[
            "[.] expected `|>`, found `.`; operators are joined by `|>`, as in `words |> count |> pprint`",
        ],
    );
}

#[test]
fn signs_before_a_pipe_are_to_be_removed() {
    reports(
        "memory(b), |> map(f)? |> count ||> pprint",
        &[
            "[,] unexpected `,` before `|>`; remove the `,`",
            "[?] unexpected `?` before `|>`; remove the `?`",
            "[|] unexpected `|` before `|>`; remove the `|`",
        ],
    );
}

#[test]
fn a_chain_does_not_end_with_a_sign() {
    reports(
        "memory(b) |> pprint,",
        &["[,] expected `|>`, found `,`; a chain ends with `;` or the end of the program"],
    );
    reports(
        "memory(b) |> map(f) |",
        &["[|] expected `|>`, found `|`; a chain ends with `;` or the end of the program"],
    );
    reports(
        "memory(b) |> map(f) |>",
        &["[|>] expected an operator after `|>`; for example `|> pprint`"],
    );
}

#[test]
fn an_operator_stands_between_two_pipes() {
    reports(
        "memory(b) |> |> pprint",
        &["[|>] expected an operator after this `|>`; remove one of the two `|>`"],
    );
    reports(
        "memory(b) |> 3 |> (x) |> pprint",
        &[
            "[3] expected an operator after `|>`, found `3`; for example `|> pprint`",
            "[(x)] expected an operator after `|>`, found `(...)`; for example `|> pprint`",
        ],
    );
}

#[test]
fn a_forgotten_semicolon_or_pipe_is_guessed_from_what_follows() {
    reports(
        "memory(b) |> pprint memory(c) |> pprint",
        &["[memory] expected `;` before `memory`; a new chain starts at `memory`"],
    );
    reports(
        "let a = memory(b) let c = memory(d); a |> union(c) |> pprint",
        &["[let] expected `;` before this statement"],
    );
    reports(
        "let a = memory(b); a |> pprint a |> count |> pprint",
        &["[a] expected `;` before `a`; a new chain starts at `a`"],
    );
    reports("memory(b) |> map(f) pprint", &["[pprint] expected `|>` before `pprint`"]);
    reports(
        "memory(b) |> pprint batch_interval = 1s",
        &["[batch_interval] expected `;` before this statement"],
    );
}

#[test]
fn keywords_are_no_operators() {
    reports(
        "memory(b) |> match |> type(3) |> where(f) |> pprint",
        &[
            "[match] `match` is a Rust keyword, not an operator",
            "[type] `type` is a Rust keyword, not an operator",
            "[where] `where` is a Rust keyword, not an operator; did you mean `filter`?",
        ],
    );
    reports(
        "memory(b) |> if x { 3 } else { 4 } |> pprint",
        &["[if] `if` is a Rust keyword, not an operator"],
    );
}

#[test]
fn let_needs_a_plain_name() {
    reports(
        "let = memory(b); memory(c) |> pprint",
        &["[let] `let` needs a name; write `let name = chain;`"],
    );
    reports(
        "let; memory(c) |> pprint",
        &["[let] expected a name after `let`; write `let name = chain;`"],
    );
    reports(
        "let type = memory(b); memory(c) |> pprint",
        &["[type] `type` is a Rust keyword; choose another name for the stream"],
    );
    reports(
        "let (a, c) = memory(b); memory(c) |> pprint",
        &[
            "[(a, c)] expected a plain name after `let`; a stream cannot be taken apart by a pattern",
        ],
    );
    reports(
        "let mut a = memory(b); a |> pprint",
        &["[mut] a stream is never mutable; remove the `mut`"],
    );
    reports(
        "let a: Stream = memory(b); a |> pprint",
        &["[: Stream] a stream's type is inferred; remove the `:` and the type"],
    );
    reports(
        "let a: memory(b); a |> pprint",
        &[
            r#"[a] expected `=` and a chain after `let a`; write `let a = socket("localhost", 9999);`"#,
        ],
    );
    reports(
        "let (a) = memory(b); let c = memory(d); a |> pprint; c |> join(a) |> pprint",
        &["[(a)] expected a plain name after `let`; a stream cannot be taken apart by a pattern"],
    );
    reports(
        "let a memory(b); a |> pprint",
        &[
            r#"[a] expected `=` and a chain after `let a`; write `let a = socket("localhost", 9999);`"#,
        ],
    );
}

#[test]
fn a_forgotten_let_is_guessed() {
    reports(
        "words = memory(b) |> map(f); words |> pprint",
        &["[words] expected `let` before `words`; to name a stream, write `let words = ...`"],
    );
}

#[test]
fn arguments_stand_in_parentheses() {
    reports(
        "memory(b) |> map { |x| x } |> map[f] |> count {} |> pprint",
        &[
            "[{ |x| x }] the arguments of `map` belong in parentheses; write `map(...)`",
            "[[f]] the arguments of `map` belong in parentheses; write `map(...)`",
            "[{}] the arguments of `count` belong in parentheses; write `count()`",
        ],
    );
    reports("memory(b) |> map(f) {} |> pprint", &["[{}] expected `|>` or `;`, found `{ ... }`"]);
}

#[test]
fn arguments_without_parentheses_are_one_mistake() {
    reports(
        "memory(b) |> filter |n| n > 3 |> pprint",
        &["[|n| n > 3] the arguments of `filter` belong in parentheses; write `filter(|n| n > 3)`"],
    );
    reports(
        "memory(b) |> reduce |a, b| a + b |> pprint",
        &[
            "[|a, b| a + b] the arguments of `reduce` belong in parentheses; write `reduce(|a, b| a + b)`",
        ],
    );
    reports(
        "memory(b) |> flat_map split |> window 30s, 10s |> pprint",
        &[
            "[split] the arguments of `flat_map` belong in parentheses; write `flat_map(split)`",
            "[30s, 10s] the arguments of `window` belong in parentheses; write `window(30s, 10s)`",
        ],
    );
}

#[test]
fn let_names_no_value() {
    let report = |value, shown| {
        format!(
            "[{value}] in a program, `let` names streams, not values; write `let n = {shown};` \
             before `stream! {{ .. }}`"
        )
    };
    for value in ["5", "\"x\"", "true"] {
        let program = format!("let n = {value}; memory(b) |> map(|x| x + n) |> pprint");
        reports(&program, &[&report(value, value)]);
    }
    for (value, shown) in [("|x| x + 1", "|x| x + 1"), ("vec![1]", "vec![1]"), ("-1", "-1")] {
        let program = format!("let n = {value}; memory(b) |> map(n) |> pprint");
        reports(&program, &[&report(value, shown)]);
    }
}

#[test]
fn the_let_of_another_language_is_understood() {
    for word in ["val", "var", "const", "lte"] {
        reports(
            &format!("{word} words = memory(b); words |> pprint"),
            &[&format!(
                "[{word}] a stream is named by `let`, not by `{word}`; write `let words = ...`"
            )],
        );
    }
    reports("let val = memory(b); val |> pprint", &[]);
}

#[test]
fn operators_are_plain_names() {
    reports(
        "memory(b) |> ops::map(f) |> pprint",
        &["[ops::map] an operator is a plain name; write `map`"],
    );
}

#[test]
fn types_follow_a_double_colon() {
    reports(
        "memory(b) |> map<Vec<u32>>(f) |> pprint",
        &["[<] expected `::` between `map` and its types; write `map::<Vec<u32>>`"],
    );
    reports("memory(b) |> map::(f) |> pprint", &["[::] expected `<types>` after `map::`"]);
}

#[test]
fn a_mistake_spoils_only_its_statement() {
    reports(
        "memory(b) |> | pprint; let x = 3; memory(c) |> windwo(3s) |> pprint",
        &[
            "[|] expected an operator after `|>`, found `|`; for example `|> pprint`",
            "[3] in a program, `let` names streams, not values; write `let x = 3;` before `stream! { .. }`",
            "[windwo] unknown operator `windwo`; did you mean `window`?",
        ],
    );
}

#[test]
fn a_closure_or_a_macro_is_no_operator() {
    reports(
        "memory(b) |> |x| x + 1 |> pprint",
        &[
            "[|x| x + 1] a closure is no operator; to call it for each record, write `|> map(|x| x + 1)`",
        ],
    );
    reports(
        "memory(b) |> println!(\"{}\")",
        &["[println!] `println!` is a macro, not an operator; did you mean `pprint`?"],
    );
    reports(
        "vec![1, 2] |> pprint",
        &[
            "[vec!] `vec!` is a macro and cannot start a chain; a chain starts with a source such as `socket(\"localhost\", 9999)`, or with the name of a stream bound by `let`",
        ],
    );
}

#[test]
fn an_unknown_name_before_braces_is_one_mistake() {
    reports(
        "memory(b) |> foreachRDD { rdd => rdd.foreach(println) }",
        &["[foreachRDD] unknown operator `foreachRDD`; did you mean `foreach_batch`?"],
    );
    reports(
        "memory(b) |> foreach_batch { rdd => rdd.foreach(println) }",
        &[
            "[{ rdd => rdd.foreach(println) }] the arguments of `foreach_batch` belong in parentheses; write `foreach_batch(...)`",
        ],
    );
}

#[test]
fn a_semicolon_inside_a_chain_is_one_mistake() {
    reports(
        "memory(b) |> map(f); |> pprint",
        &[
            "[|>] a chain cannot start with `|>`; if it continues the chain before it, remove the `;` between them",
        ],
    );
}

#[test]
fn a_second_let_is_to_be_removed() {
    reports(
        "let let a = memory(b); a |> pprint",
        &["[let] this is the second `let` of one stream; remove it"],
    );
}
