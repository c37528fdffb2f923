//! Mistakes in the arguments of a call.

use super::reports;

#[test]
fn missing_arguments_are_named() {
    reports(
        r#"socket("localhost") |> pprint"#,
        &[
            r#"[socket] `socket` needs its argument `port`; write `socket(host, port, [on_long_record = ...])`, for example `socket("localhost", 9999)`"#,
        ],
    );
    reports(
        "socket |> pprint",
        &[
            r#"[socket] `socket` needs its arguments `host` and `port`; write `socket(host, port, [on_long_record = ...])`, for example `socket("localhost", 9999)`"#,
        ],
    );
    reports(
        "memory(b) |> map |> reduce() |> window |> union() |> pprint",
        &[
            "[map] `map` needs its argument `f`; write `map(f)`, for example `|> map(|line| line.len())`",
            "[reduce] `reduce` needs its argument `op`; write `reduce(op)`, for example `|> reduce(+)`",
            r#"[window] `window` needs its argument `window`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
            "[union] `union` needs its argument `others`; write `union(others, ...)`, for example `|> union(errors, warnings)`",
        ],
    );
}

#[test]
fn too_many_arguments_are_underlined() {
    reports(
        "memory(b) |> map(f, g, h) |> count(3) |> pprint(1, 2)",
        &[
            "[g, h] `map` takes one argument, found 3; write `map(f)`, for example `|> map(|line| line.len())`",
            "[3] `count` takes no arguments; write `|> count`",
            "[2] `pprint` takes one argument, found 2; write `pprint([n])`, for example `|> pprint(20)`",
        ],
    );
    reports(
        "memory(b) |> join(a, c) |> pprint; let a = memory(b); let c = memory(b); a |> union(c) |> pprint",
        &[
            "[a] the stream `a` is used before it is bound; move `let a = ...;` above this chain",
            "[c] `join` takes one argument, found 2; write `join(other)`, for example `|> join(users)`",
        ],
    );
}

#[test]
fn named_arguments_are_known_given_once_and_last() {
    reports(
        "memory(b) |> window(slid = 10s, window = 30s) |> pprint",
        &["[slid] `window` has no argument `slid`; did you mean `slide`?"],
    );
    reports(
        "memory(b) |> window(30s, every = 10s) |> pprint",
        &[
            r#"[every] `window` has no argument `every`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(30s, window = 10s) |> pprint",
        &[
            r#"[window] the argument `window` is given twice; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(slide = 10s, 30s) |> pprint",
        &["[30s] a positional argument follows `slide = ...`; positional arguments come first"],
    );
    reports("memory(b) |> window(30s, slide = ) |> pprint", &["[=] expected a value after `=`"]);
}

#[test]
fn a_function_is_no_number_string_operator_or_duration() {
    reports(
        r#"memory(b) |> filter(30s) |> map(3) |> map("x") |> map(+) |> flat_map(true) |> pprint"#,
        &[
            "[30s] `filter` expects a closure or a function as `f`, found the duration `30s`; write `filter(f)`, for example `|> filter(|w| w.len() > 3)`",
            "[3] `map` expects a closure or a function as `f`, found the number `3`; write `map(f)`, for example `|> map(|line| line.len())`",
            r#"["x"] `map` expects a closure or a function as `f`, found the string `"x"`; write `map(f)`, for example `|> map(|line| line.len())`"#,
            "[+] `map` expects a closure or a function as `f`, found the operator `+`; write `map(f)`, for example `|> map(|line| line.len())`",
            "[true] `flat_map` expects a closure or a function as `f`, found `true`; write `flat_map(f)`, for example `|> flat_map(split)`",
        ],
    );
}

#[test]
fn a_combiner_is_an_operator_or_a_function() {
    reports(
        r#"memory(b) |> reduce(3) |> reduce(1s) |> reduce("+") |> pprint"#,
        &[
            "[3] `reduce` expects an operator such as `+`, or a function of two values as `op`, found the number `3`; write `reduce(op)`, for example `|> reduce(+)`",
            "[1s] `reduce` expects an operator such as `+`, or a function of two values as `op`, found the duration `1s`; write `reduce(op)`, for example `|> reduce(+)`",
            r#"["+"] `reduce` expects an operator such as `+`, or a function of two values as `op`, found the string `"+"`; write `reduce(op)`, for example `|> reduce(+)`"#,
        ],
    );
    reports(
        "memory(b) |> reduce_by_key_and_window(30s, 10s) |> pprint",
        &[
            r#"[30s] `reduce_by_key_and_window` expects an operator such as `+`, or a function of two values as `op`, found the duration `30s`; write `reduce_by_key_and_window(op, window, [slide], [inverse], [filter = ...], [slot = "name"])`, for example `|> reduce_by_key_and_window(+, 30s, 10s)`"#,
        ],
    );
}

#[test]
fn the_order_of_values_must_not_matter() {
    reports(
        "memory(b) |> reduce(-) |> reduce_by_key(/) |> reduce(%) |> pprint",
        &[
            "[-] `-` cannot combine the values of a stream; values are combined in no fixed order, so use + * & | ^ && || max or min, or a function whose result does not depend on the order",
            "[/] `/` cannot combine the values of a stream; values are combined in no fixed order, so use + * & | ^ && || max or min, or a function whose result does not depend on the order",
            "[%] `%` cannot combine the values of a stream; values are combined in no fixed order, so use + * & | ^ && || max or min, or a function whose result does not depend on the order",
        ],
    );
}

#[test]
fn a_value_is_no_operator_or_duration() {
    reports(
        "memory(b) |> pprint(30s) |> pprint",
        &[
            "[30s] `pprint` expects a value as `n`, found the duration `30s`; write `pprint([n])`, for example `|> pprint(20)`",
            "[pprint] `pprint` follows the sink `pprint`; to use a stream twice, bind it with `let` and write one chain for each sink",
        ],
    );
    reports(
        "memory(b) |> pprint(+)",
        &[
            "[+] `pprint` expects a value as `n`, found the operator `+`; write `pprint([n])`, for example `|> pprint(20)`",
        ],
    );
}

#[test]
fn a_stream_is_passed_by_name() {
    reports(
        r#"memory(b) |> union(memory(c)) |> join("x") |> join(1s) |> join(a::b) |> pprint"#,
        &[
            "[memory(c)] `union` expects the name of a stream bound by `let`, found an expression; bind it before this chain, as in `let other = ...;`",
            r#"["x"] `join` expects the name of a stream bound by `let`, found the string `"x"`; bind it before this chain, as in `let other = ...;`"#,
            "[1s] `join` expects the name of a stream bound by `let`, found the duration `1s`; bind it before this chain, as in `let other = ...;`",
            "[a::b] `join` expects the name of a stream bound by `let`, found `a::b`; bind it before this chain, as in `let other = ...;`",
        ],
    );
    reports(
        "memory(b) |> union(memory(c) |> map(f)) |> pprint",
        &[
            "[memory(c) |> map(f)] a chain cannot be an argument; bind it before this chain, as in `let other = ...;`, and pass the name `other`",
        ],
    );
    reports(
        "memory(b) |> union(a +) |> pprint",
        &[
            "[a +] `union` expects the name of a stream bound by `let`, found something that is not an expression; bind it before this chain, as in `let other = ...;`",
        ],
    );
}

#[test]
fn slots_are_named_by_distinct_string_literals() {
    reports(
        r#"memory(b) |> window(30s, 10s, "totals") |> pprint"#,
        &[r#"["totals"] the slot of saved state is given by name; write `slot = "totals"`"#],
    );
    reports(
        "memory(b) |> window(30s, slot = totals) |> pprint",
        &[
            r#"[totals] a slot is named by a string literal, found `totals`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(30s, slot = 3) |> pprint",
        &[
            r#"[3] a slot is named by a string literal, found the number `3`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        r#"memory(b) |> window(30s, slot = "") |> pprint"#,
        &[r#"[""] the name of a slot cannot be empty; write `slot = "name"`"#],
    );
    reports(
        r#"memory(b) |> window(30s, slot = "a") |> window(30s, slot = r"a") |> pprint"#,
        &[
            r#"[r"a"] the slot r"a" is used twice; every operator that keeps state needs a slot of its own"#,
        ],
    );
}

#[test]
fn commas_stand_between_arguments() {
    reports(r#"socket("h" 1) |> pprint"#, &["[1] expected `,` between two arguments"]);
    reports("memory(b) |> map(,) |> pprint", &["[,] expected an argument before this `,`"]);
    reports(r#"socket("h",, 1) |> pprint"#, &["[,] expected an argument before this `,`"]);
}

#[test]
fn variables_that_closures_change_are_reported() {
    let help = "to combine records, use `reduce` or `update_state_by_key`; to count \
                something besides, use an atomic, and for anything else a `Mutex`";
    let report = |name| {
        format!(
            "[{name}] `{name}` cannot be changed here, because all workers run this closure; {help}"
        )
    };
    reports("memory(b) |> map(|n| { total += n; total += 1; n }) |> pprint", &[&report("total")]);
    reports(
        "memory(b) |> reduce(|a, b| { calls += 1; a + b }) |> foreach_batch(|b| last = b.len())",
        &[&report("calls"), &report("last")],
    );
    reports("memory(b) |> map(|n| { let mut m = n; m += 1; m }) |> pprint", &[]);
}
