//! Mistakes in the names of streams, and in settings.

use super::reports;

#[test]
fn an_unused_stream_is_a_mistake() {
    reports(
        "let words = memory(b); memory(c) |> pprint",
        &[
            "[words] the stream `words` is never used; start a chain with it, as in `words |> pprint;`, or remove it",
        ],
    );
    reports(
        "let words = memory(b) |> mpa(f); memory(c) |> pprint",
        &[
            "[words] the stream `words` is never used; start a chain with it, as in `words |> pprint;`, or remove it",
            "[mpa] unknown operator `mpa`; did you mean `map`?",
        ],
    );
    reports(
        "let a = memory(b); let c = a |> map(f);",
        &[
            "[c] the stream `c` is never used; start a chain with it, as in `c |> pprint;`, or remove it",
        ],
    );
}

#[test]
fn a_name_in_an_unreadable_part_is_no_second_mistake() {
    reports(
        "let a = memory(b); memory(c) |> (union(a)) |> pprint",
        &["[(union(a))] expected an operator after `|>`, found `(...)`; for example `|> pprint`"],
    );
    reports(
        "let a = ; a |> pprint",
        &[
            r#"[=] the chain of a `let` is missing; a chain starts with a source such as `socket("localhost", 9999)`, or with the name of a stream bound by `let`"#,
        ],
    );
    reports(
        "let a; a |> map(f) |> pprint",
        &[
            r#"[a] expected `=` and a chain after `let a`; write `let a = socket("localhost", 9999);`"#,
        ],
    );
    reports(
        "let a = memory(b); memory(c) |> unoin(a) |> pprint",
        &["[unoin] unknown operator `unoin`; did you mean `union`?"],
    );
    reports(
        "let a = memory(b); map(f) |> nuion(a) |> pprint; nuion(a) |> pprint",
        &[
            r#"[map] `map` needs a stream before it; start the chain with a source such as `socket("localhost", 9999)`, or with a bound stream"#,
            "[nuion] unknown operator `nuion`; did you mean `union`?",
        ],
    );
}

#[test]
fn unknown_streams_are_guessed_from_slips() {
    reports(
        "let words = memory(b); memory(c) |> union(wrods) |> pprint",
        &["[wrods] unknown stream `wrods`; did you mean `words`?"],
    );
    reports(
        "let words = memory(b); wrods |> pprint",
        &["[wrods] unknown stream `wrods`; did you mean `words`?"],
    );
    reports(
        "let words = memory(b); wrods |> pprint; words |> pprint",
        &["[wrods] unknown stream `wrods`; did you mean `words`?"],
    );
    reports(
        "let users = memory(b); memory(c) |> join(usres) |> pprint; users |> pprint",
        &["[usres] unknown stream `usres`; did you mean `users`?"],
    );
    reports(
        "memory(b) |> join(wrods) |> pprint",
        &[
            "[wrods] unknown stream `wrods`; bind it before this chain with `let wrods = ...;`; if it is a map outside the program, look each key up in it, in a closure",
        ],
    );
    reports(
        "memory(b) |> union(wrods) |> pprint",
        &["[wrods] unknown stream `wrods`; bind it before this chain with `let wrods = ...;`"],
    );
    reports(
        "memory(b) |> union(stdin) |> pprint",
        &[
            "[stdin] unknown stream `stdin`; it is a source: bind it before this chain, as in `let other = stdin;`",
        ],
    );
}

#[test]
fn streams_are_bound_before_they_are_used() {
    reports(
        "let a = c |> map(f); let c = memory(b); a |> pprint",
        &["[c] the stream `c` is used before it is bound; move `let c = ...;` above this chain"],
    );
    reports(
        "memory(b) |> union(c) |> pprint; let c = memory(b);",
        &["[c] the stream `c` is used before it is bound; move `let c = ...;` above this chain"],
    );
}

#[test]
fn streams_cannot_form_a_cycle() {
    reports(
        "let a = a |> map(f); a |> pprint",
        &[
            "[a] the stream `a` is made from itself; streams cannot form a cycle (to carry a value from batch to batch, use `update_state_by_key`)",
        ],
    );
    reports(
        "let a = memory(b) |> union(a); a |> pprint",
        &[
            "[a] the stream `a` is made from itself; streams cannot form a cycle (to carry a value from batch to batch, use `update_state_by_key`)",
        ],
    );
    reports(
        "let a = c |> map(f); let c = a |> map(f); c |> pprint",
        &[
            "[c] `c` is itself made from the stream that uses it here; streams cannot form a cycle (to carry a value from batch to batch, use `update_state_by_key`)",
        ],
    );
    reports(
        "let a = memory(b) |> union(d); let c = a |> map(f); let d = c |> map(f); d |> pprint",
        &[
            "[d] `d` is itself made from the stream that uses it here; streams cannot form a cycle (to carry a value from batch to batch, use `update_state_by_key`)",
        ],
    );
}

#[test]
fn a_name_is_bound_once() {
    reports(
        "let a = memory(b); let a = memory(c); a |> pprint",
        &[
            "[a] the name `a` is already bound; choose another name; a stream keeps its name in the whole program",
        ],
    );
}

#[test]
fn a_chain_with_a_sink_has_no_name() {
    reports(
        "let words = memory(b) |> pprint; words |> pprint",
        &[
            "[words] `words` cannot name a stream, because its chain ends in a sink; remove `let words =`, or move the sink to a chain of its own, as in `words |> pprint;`",
        ],
    );
    reports(
        "let words = memory(b) |> count |> to(sink);",
        &[
            "[words] `words` cannot name a stream, because its chain ends in a sink; remove `let words =`, or move the sink to a chain of its own, as in `words |> pprint;`",
        ],
    );
}

#[test]
fn a_stream_is_no_operator() {
    reports(
        "let a = memory(b); a |> map(f) |> a |> pprint",
        &[
            "[a] `a` is a stream, not an operator; a bound stream starts a chain; to merge it with this one, write `|> union(a)`",
        ],
    );
}

#[test]
fn settings_are_known_and_stated_once() {
    reports(
        "batch_intervall = 1s; memory(b) |> pprint",
        &["[batch_intervall] unknown setting `batch_intervall`; did you mean `batch_interval`?"],
    );
    reports(
        "speed = 3; memory(b) |> pprint",
        &[
            "[speed] unknown setting `speed`; a program may set `batch_interval`; to name a stream, write `let speed = ...;`",
        ],
    );
    reports(
        "batch_interval = 1s; batch_interval = 2s; memory(b) |> pprint",
        &["[batch_interval] the setting `batch_interval` is given twice; remove one of the two"],
    );
}

#[test]
fn the_batch_interval_is_a_duration_that_the_clock_can_count() {
    reports(
        "batch_interval = 1; memory(b) |> pprint",
        &[
            "[1] `batch_interval` expects a duration such as `30s`, found the number `1`; add a unit: `1s`",
        ],
    );
    reports(
        r#"batch_interval = "1s"; memory(b) |> pprint"#,
        &[
            r#"["1s"] `batch_interval` expects a duration such as `30s`, found the string `"1s"`; remove the quotes: `1s`"#,
        ],
    );
    reports(
        "batch_interval = 0s; memory(b) |> pprint",
        &["[0s] a duration must be positive, found zero; write `batch_interval = 1s;`"],
    );
    reports(
        "batch_interval = -1s; memory(b) |> pprint",
        &["[-1s] a duration must be positive, found `-1s`; remove the `-`"],
    );
    reports(
        "batch_interval = 500us; memory(b) |> pprint",
        &["[500us] the batch interval `500us` is too short; the shortest is `1ms`"],
    );
    reports(
        "batch_interval = 1.0000005s; memory(b) |> pprint",
        &[
            "[1.0000005s] the batch interval is not a whole number of microseconds; write, for example, `1500us`",
        ],
    );
}

#[test]
fn a_setting_is_written_with_an_equals_sign() {
    reports(
        "batch_interval: 1s; memory(b) |> pprint",
        &[
            "[batch_interval] expected `=` and a value after `batch_interval`; write `batch_interval = 1s;`",
        ],
    );
    reports(
        "batch_interval 1s; memory(b) |> pprint",
        &[
            "[batch_interval] expected `=` and a value after `batch_interval`; write `batch_interval = 1s;`",
        ],
    );
    reports(
        "batch_interval(1s); memory(b) |> pprint",
        &[
            "[batch_interval] expected `=` and a value after `batch_interval`; write `batch_interval = 1s;`",
        ],
    );
    reports("batch_interval = ; memory(b) |> pprint", &["[=] expected a value after `=`"]);
    reports(
        "batch_interval = 1s memory(b) |> pprint",
        &["[memory] expected `;` after the setting `batch_interval`"],
    );
    reports(
        "batch_interval = 1s * 2; memory(b) |> pprint",
        &[
            "[1s * 2] a duration literal cannot be part of an expression; to calculate, use an expression of type `Duration`, such as `Duration::from_secs(30) * 2`",
        ],
    );
    reports(
        "batch_interval = second() 3; memory(b) |> pprint",
        &["[3] expected `;` after the setting `batch_interval`"],
    );
    reports("let batch_interval = memory(b); batch_interval |> pprint", &[]);
}
