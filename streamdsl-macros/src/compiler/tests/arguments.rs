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
        "memory(b) |> reduce(0, |a, b| a + b) |> pprint",
        &[
            "[|a, b| a + b] `reduce` takes one argument, found 2; write `reduce(op)`, for example `|> reduce(+)`",
        ],
    );
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
    reports(
        "memory(b) |> window(30s 10s) |> pprint",
        &["[10s] expected `,` between two arguments"],
    );
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

#[test]
fn a_duration_with_a_blank_is_one_mistake() {
    let report = |place, written| {
        format!("[{place}] a duration is written without blanks; write `{written}`")
    };
    reports("memory(b) |> window(30 s, 10 s) |> pprint", &[&report("30 s", "30s")]);
    reports("memory(b) |> window(1 min 30 s) |> pprint", &[&report("1 min 30 s", "1min30s")]);
    reports("batch_interval = 1 s; memory(b) |> pprint", &[&report("1 s", "1s")]);
    reports(
        "batch_interval = 1 sec; memory(b) |> window(30 seconds) |> pprint",
        &[
            "[1 sec] unknown duration unit `sec`; write `1s`",
            "[30 seconds] unknown duration unit `seconds`; write `30s`",
        ],
    );
}

#[test]
fn sparks_durations_are_translated() {
    reports(
        "batch_interval = Milliseconds(500); memory(b) |> window(Seconds(30)) |> pprint",
        &[
            "[Milliseconds(500)] `batch_interval` expects a duration such as `30s`; write `500ms`",
            "[Seconds(30)] `window` expects a duration such as `30s`; write `30s`",
        ],
    );
    reports("memory(b) |> window(seconds(30)) |> pprint", &[]);
}

#[test]
fn closures_take_what_they_are_given() {
    reports(
        "memory(b) |> sort_by(|a, b| a.cmp(b)) |> pprint",
        &[
            "[|a, b|] `sort_by` gives its function one value, but this closure takes 2; write `sort_by(key, [descending = ...])`, for example `|> sort_by(|word| word.len())`",
        ],
    );
    reports(
        "memory(b) |> update_state_by_key(|new| Some(new.len())) |> pprint",
        &[
            r#"[|new|] `update_state_by_key` gives its function 2 or 4 values, but this closure takes 1; write `update_state_by_key(f, [initial = ...], [slot = "name"])`, for example `|> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()))`"#,
        ],
    );
    reports(
        "memory(b) |> map(|a, b| a) |> pprint",
        &[
            "[|a, b|] `map` gives its function one value, but this closure takes 2; to take a tuple apart, write `|(a, b)|`; a last parameter named `arena` gets the arena",
        ],
    );
    reports(
        "memory(b) |> reduce(|a| a) |> pprint",
        &[
            "[|a|] `reduce` gives its function 2 values, but this closure takes 1; write `reduce(op)`, for example `|> reduce(+)`",
        ],
    );
}

#[test]
fn an_underscore_is_no_value() {
    reports(
        "memory(b) |> map(_.len()) |> reduce(_ + _) |> pprint",
        &[
            "[_] `_` does not stand for a value in Rust; write `map(f)`, for example `|> map(|line| line.len())`",
            "[_] `_` does not stand for a value in Rust; write `reduce(op)`, for example `|> reduce(+)`",
        ],
    );
}

#[test]
fn a_stream_is_no_variable_of_a_closure() {
    reports(
        "let a = memory(b); memory(c) |> filter(|w| a.contains(w)) |> pprint",
        &[
            "[a] the stream `a` cannot be used inside a closure; a closure gets one record; to bring two streams together, use `|> join(a)` or `|> transform_with(a, |batch, a| ..)`; if you mean a variable of that name outside the program, rename one of the two",
        ],
    );
    for program in [
        "let a = memory(b) |> map(|l| a(l)); a |> map(|l| a(l)) |> pprint",
        "let a = memory(b) |> map(|l| l + a); a |> map(|a| a + 1) |> pprint",
        "memory(b) |> map(|l| l + a) |> pprint; let a = memory(c); a |> collect(&a)",
    ] {
        reports(program, &[]);
    }
}

#[test]
fn a_question_mark_needs_somewhere_to_go() {
    let report = |operator| {
        format!(
            "[?] `?` cannot leave the closure of `{operator}`; use `try_map`, whose closure returns \
             a `Result`; the records that fail become the stream `failures`"
        )
    };
    for closure in ["l.parse::<u32>()?", "{ let n = l.parse::<u32>()?; n + 1 }", "(l, f(l)?)"] {
        let program = format!("memory(b) |> map(|l| {closure}) |> pprint");
        reports(&program, &[&report("map")]);
    }
    reports("memory(b) |> filter(|l| l.parse::<u32>()? > 3) |> pprint", &[&report("filter")]);
    for closure in ["Some(f(l)?)", "Ok::<_, E>(f(l)?)", "f(l)?.checked_add(1)"] {
        let program = format!("memory(b) |> map(|l| {closure}) |> flat_map(|l| f(l)?) |> pprint");
        reports(&program, &[]);
    }
    reports(
        "memory(b) |> foreach_batch(|b| { f(b)?; }) |> foreach(|l| { f(l)?; })",
        &[
            "[?] `?` cannot leave the closure of `foreach_batch`, which returns nothing; end the closure with `Ok(())`",
            "[foreach] `foreach` follows the sink `foreach_batch`; to use a stream twice, bind it with `let` and write one chain for each sink",
            "[?] `?` cannot leave the closure of `foreach`, which returns nothing; end the closure with `Ok(())`",
        ],
    );
    for closure in
        ["{ f(l)?; Ok(()) }", "-> Result<(), E> { f(l)?; todo!(); }", "f(l)", "{ f(l); }"]
    {
        reports(&format!("memory(b) |> foreach(|l| {closure})"), &[]);
    }
}

#[test]
fn closures_of_other_languages_are_recognised() {
    let report = |place, params| {
        format!("[{place}] a closure has its parameters between bars; write `|{params}| ...`")
    };
    for (closure, params) in [
        ("w => w.len() > 3", "w"),
        ("w -> w.len() > 3", "w"),
        ("(a, b) => a", "(a, b)"),
        ("lambda w: (w, 1)", "w"),
        ("lambda a, b: a + b", "a, b"),
    ] {
        let program = format!("memory(b) |> map({closure}) |> pprint");
        reports(&program, &[&report(closure, params)]);
    }
    reports(
        "memory(b) |> map(|word| word -> 1) |> pprint",
        &["[->] `->` does not make a pair; a pair stands in parentheses, as in `|word| (word, 1)`"],
    );
}

#[test]
fn an_argument_is_named_with_an_equals_sign() {
    reports(
        "memory(b) |> window(window: 30s, slide: 10s) |> pprint",
        &["[:] expected `=` after the name of the argument `window`; write `window = ...`"],
    );
}

#[test]
fn the_inverse_comes_last() {
    for op in ["|a, b| a + b", "+"] {
        reports(
            &format!(
                "memory(b) |> reduce_by_key_and_window({op}, |a, b| a - b, 30s, 10s) |> pprint"
            ),
            &[
                "[|a, b| a - b] the inverse function stands behind window and slide; move it to the end, as in `inverse = |a, b| a - b`",
            ],
        );
    }
    let help = "values are combined in no fixed order, so use + * & | ^ && || max or min, or a \
                function whose result does not depend on the order";
    reports(
        "memory(b) |> reduce_by_key_and_window(+, -, 30s, 10s) |> pprint",
        &[&format!("[-] `-` cannot combine the values of a stream; {help}")],
    );
}

#[test]
fn an_expression_that_cannot_be_called_is_no_function() {
    reports(
        "memory(b) |> filter(x > 3) |> pprint",
        &[
            "[x > 3] `filter` expects a closure or a function as `f`, found an expression; write `filter(f)`, for example `|> filter(|w| w.len() > 3)`",
        ],
    );
}

#[test]
fn a_stream_in_another_expression_is_no_second_mistake() {
    reports(
        "let a = memory(b); memory(c) |> union([a]) |> pprint",
        &[
            "[[a]] `union` expects the name of a stream bound by `let`, found an expression; bind it before this chain, as in `let other = ...;`",
        ],
    );
}

#[test]
fn a_macro_is_no_function() {
    for given in ["println", "println!"] {
        reports(
            &format!("memory(b) |> foreach({given})"),
            &[&format!(
                "[{given}] `println!` is a macro, not a function; write `foreach(f)`, for example \
                 `|> foreach(|record| println!(\"{{record:?}}\"))`"
            )],
        );
    }
}
