//! Mistakes in how operators make up a chain.

use super::reports;

#[test]
fn unknown_operators_are_guessed_from_slips_and_from_sparks_names() {
    reports(
        "memory(b) |> flat_mpa(split) |> pprint",
        &["[flat_mpa] unknown operator `flat_mpa`; did you mean `flat_map`?"],
    );
    reports(
        "memory(b) |> flatMap(split) |> reduceByKey(+) |> print",
        &[
            "[flatMap] unknown operator `flatMap`; did you mean `flat_map`?",
            "[reduceByKey] unknown operator `reduceByKey`; did you mean `reduce_by_key`?",
            "[print] unknown operator `print`; did you mean `pprint`?",
        ],
    );
    reports(
        "memory(b) |> foreachRDD(|rdd| ())",
        &["[foreachRDD] unknown operator `foreachRDD`; did you mean `foreach_batch`?"],
    );
    reports("memory(b) |> pprnt", &["[pprnt] unknown operator `pprnt`; did you mean `pprint`?"]);
}

#[test]
fn unknown_operators_without_a_guess_say_how_to_call_a_function() {
    reports(
        "memory(b) |> frobnicate(3) |> pprint",
        &[
            "[frobnicate] unknown operator `frobnicate`; a function of your own is called by `|> map(frobnicate)` or `|> flat_map(frobnicate)`",
        ],
    );
}

#[test]
fn unknown_sources_say_how_to_use_ones_own() {
    reports(
        r#"sockte("h", 1) |> pprint"#,
        &["[sockte] unknown source `sockte`; did you mean `socket`?"],
    );
    reports(
        r#"socketTextStream("h", 1) |> pprint"#,
        &["[socketTextStream] unknown source `socketTextStream`; did you mean `socket`?"],
    );
    reports(
        "my_source |> pprint",
        &[
            "[my_source] unknown stream `my_source`; bind it before this chain with `let my_source = ...;`; a source of your own is written `from(my_source)`",
        ],
    );
}

#[test]
fn the_call_of_any_other_function_makes_a_source() {
    reports("my_source() |> pprint; my_source(3).fast(1m).and::<u8>(true) |> pprint", &[]);
    reports(
        "my::source(3) |> pprint; ::my::source::<u8>(3) |> pprint; Source::<u8>::new() |> pprint",
        &[],
    );
    reports("crate::source(1) |> pprint; <My as Make>::source(2) |> pprint", &[]);
    // A name of the language in a path is a name of the user's.
    reports("my::map(3) |> pprint; my::sockte(1) |> pprint", &[]);
    reports(
        "my::source |> pprint",
        &[
            "[my::source] the function `my::source` is not called; write `my::source(...)`; a source that is a value is written `from(my::source)`",
        ],
    );
    reports(
        "let a = memory(b); a() |> pprint",
        &["[a] `a` is a stream, not a function; write `a |> ...`"],
    );
    reports(
        "let a = memory(b) my::source(3) |> pprint; a |> pprint",
        &["[my] expected `;` before `my`; a new chain starts at `my`"],
    );
    reports(
        "feed(n = 3, +) |> pprint",
        &[
            "[n] `feed` is a Rust function, which has no named arguments; write the value alone",
            "[+] `feed` expects a Rust expression, found the operator `+`",
        ],
    );
}

#[test]
fn a_source_has_methods_and_an_operator_is_none() {
    reports(
        r#"text_file("a").lines_per_batch(3) |> pprint; file_stream("a", f).filter(g).depth(1) |> pprint"#,
        &[],
    );
    reports(
        r#"text_file("a").filter(f) |> pprint"#,
        &[
            "[.] expected `|>`, found `.`; operators are joined by `|>`, as in `words |> count |> pprint`",
        ],
    );
    reports(
        r#"text_file("a").lines_per_batch |> pprint"#,
        &[
            "[lines_per_batch] the method `lines_per_batch` is not called; write `.lines_per_batch(...)`",
        ],
    );
}

#[test]
fn raw_names_mean_what_plain_ones_do() {
    reports(
        "let r#words = r#memory(b); words |> r#map(f) |> r#sort_by(g, r#descending = true) |> r#pprint;
         let r#type = memory(c); r#type |> count |> pprint",
        &[],
    );
}

#[test]
fn a_chain_starts_with_a_source() {
    reports(
        "map(f) |> pprint",
        &[
            r#"[map] `map` needs a stream before it; start the chain with a source such as `socket("localhost", 9999)`, or with a bound stream"#,
        ],
    );
    reports(
        "count |> pprint",
        &[
            r#"[count] `count` needs a stream before it; start the chain with a source such as `socket("localhost", 9999)`, or with a bound stream"#,
        ],
    );
    reports(
        "let a = memory(b); union(a) |> pprint",
        &[
            r#"[union] `union` needs a stream before it; start the chain with a source such as `socket("localhost", 9999)`, or with a bound stream"#,
        ],
    );
    reports(
        "42 |> pprint",
        &[
            r#"[42] a chain cannot start with `42`; a chain starts with a source such as `socket("localhost", 9999)`, or with the name of a stream bound by `let`"#,
        ],
    );
    reports(
        "{ memory(b) |> pprint }",
        &[
            r#"[{ memory(b) |> pprint }] a chain cannot start with `{ ... }`; a chain starts with a source such as `socket("localhost", 9999)`, or with the name of a stream bound by `let`"#,
        ],
    );
    reports(
        "(memory(b)) |> pprint",
        &[
            r#"[(memory(b))] a chain cannot start with `(...)`; a chain starts with a source such as `socket("localhost", 9999)`, or with the name of a stream bound by `let`"#,
        ],
    );
    reports(
        "|> pprint",
        &[
            r#"[|>] a chain cannot start with `|>`; a chain starts with a source such as `socket("localhost", 9999)`, or with the name of a stream bound by `let`"#,
        ],
    );
    reports(
        "fn main() {}",
        &["[fn] `fn` is a Rust keyword and cannot start a chain; write it before `stream! { .. }`"],
    );
    reports(
        "return memory(b) |> pprint",
        &[
            "[return] `return` is a Rust keyword and cannot start a chain; remove it: a program is the value of `stream! { .. }`, and a context runs it",
        ],
    );
    reports(
        "# counts words\n memory(b) |> pprint",
        &["[#] a chain cannot start with `#`; a comment begins with `//`"],
    );
}

#[test]
fn statements_of_other_languages_are_one_mistake() {
    reports(
        "def split(line): return line; memory(b) |> pprint",
        &[
            "[def split] a program has no functions; write `fn split(..) { .. }` before `stream! { .. }`",
        ],
    );
    reports(
        "ssc.socket(h, 1) |> pprint",
        &["[ssc.] a source needs no context; write `socket(...)`"],
    );
    reports(
        "ssc.socketTextStream(h, 1) |> pprint",
        &["[socketTextStream] unknown source `socketTextStream`; did you mean `socket`?"],
    );
    reports(
        "memory(b).await |> pprint",
        &[
            "[.] expected `|>`, found `.`; remove `.await`: the context runs a program, and waits for it",
        ],
    );
}

#[test]
fn a_name_that_is_not_called_may_be_meant_as_a_stream() {
    reports(
        "words |> count |> pprint",
        &[
            "[words] unknown stream `words`; bind it before this chain with `let words = ...;`; a source of your own is written `from(words)`",
        ],
    );
}

#[test]
fn the_methods_of_an_unknown_operator_are_no_other_mistake() {
    reports(
        "memory(b) |> writeStream.format(c).start()",
        &["[writeStream] unknown operator `writeStream`; did you mean `foreach_batch`?"],
    );
}

#[test]
fn a_source_without_a_type_is_reported_if_nothing_else_says_it() {
    let typed = "write the type behind its name, for example `object_file::<(String, u64)>(\"out/counts-1000\")`";
    let untyped = |help: &str, name| {
        format!(
            "[{name}] nothing in this program says of what type the records of `{name}` are; {help}"
        )
    };
    for program in [
        "object_file(p) |> pprint(20)",
        "object_file(p).records_per_batch(3) |> count |> pprint",
        "object_file(p) |> map(|(word, n)| n + 1) |> reduce(+) |> pprint",
        "let a = object_file(p) |> window(30s, 10s); a |> pprint; a |> count |> pprint",
    ] {
        reports(program, &[&untyped(typed, "object_file")]);
    }
    let list = "write the type of the empty list, for example `memory([Vec::<u32>::new()])`";
    for program in ["memory([[]]) |> pprint", "memory(vec![vec![], vec![]]) |> count |> pprint"] {
        reports(program, &[&untyped(list, "memory")]);
    }
}

#[test]
fn whatever_may_say_the_type_of_a_source_is_left_to_rustc() {
    for program in [
        "object_file::<u32>(p) |> pprint",
        "object_file(p) |> collect(&numbers)",
        "object_file(p) |> map(|n: u32| n + 1) |> pprint",
        "object_file(p) |> map(|n| add(n)) |> pprint",
        "object_file(p) |> map(|n| (n as f64).sqrt()) |> pprint",
        "object_file(p) |> filter(|n| known.contains(n)) |> pprint",
        "object_file(p) |> foreach(|n| println!(\"{}\", double(n)))",
        "object_file(p) |> map(add) |> pprint",
        "object_file(p) |> map(|p| { let Point { x, .. } = p; x }) |> pprint",
        "object_file(p) |> count::<u32> |> pprint",
        "let a = object_file(p); let b = memory(c) |> union(a); b |> pprint",
        "let a = object_file(p); a |> count |> pprint; a |> collect(&numbers)",
        "memory([[]]) |> collect(&numbers)",
        "memory([[1], []]) |> pprint; memory([Vec::<u32>::new()]) |> pprint; memory(b) |> pprint",
    ] {
        reports(program, &[]);
    }
}

#[test]
fn a_source_cannot_follow_a_pipe() {
    reports(
        r#"memory(b) |> socket("h", 1) |> pprint"#,
        &[
            "[socket] `socket` is a source and can only start a chain; to merge two streams, bind one with `let other = ...;` and write `|> union(other)`",
        ],
    );
}

#[test]
fn a_chain_needs_a_sink() {
    reports(
        "memory(b)",
        &[
            "[memory] this chain has no sink, so it produces no output; end it with a sink such as `|> pprint`, or bind it with `let name = ...;`",
        ],
    );
    reports(
        "memory(b) |> map(f)",
        &[
            "[map] this chain has no sink, so it produces no output; end it with a sink such as `|> pprint`, or bind it with `let name = ...;`",
        ],
    );
    reports(
        "memory(b) |> map(f) |> count; memory(b) |> pprint",
        &[
            "[count] this chain has no sink, so it produces no output; end it with a sink such as `|> pprint`, or bind it with `let name = ...;`",
        ],
    );
    reports(
        "let a = memory(b); a |> pprint; a",
        &[
            "[a] this chain has no sink, so it produces no output; end it with a sink such as `|> pprint`, or bind it with `let name = ...;`",
        ],
    );
}

#[test]
fn nothing_follows_a_sink() {
    reports(
        "memory(b) |> pprint |> map(f) |> pprint",
        &[
            "[map] `map` follows the sink `pprint`; to use a stream twice, bind it with `let` and write one chain for each sink",
        ],
    );
    reports(
        "memory(b) |> pprint(3) |> pprint",
        &[
            "[pprint] `pprint` follows the sink `pprint`; to use a stream twice, bind it with `let` and write one chain for each sink",
        ],
    );
}

#[test]
fn an_empty_program_does_nothing() {
    reports(
        "batch_interval = 1s;",
        &[
            r#"[batch_interval] this program has no chain, so it does nothing; write at least one from a source to a sink, for example `socket("localhost", 9999) |> pprint`"#,
        ],
    );
}

#[test]
fn several_mistakes_are_reported_at_once_in_the_order_of_the_source() {
    reports(
        r#"memory(b) |> mpa(f) |> window(30); let x = socket("h"); memory(c) |> pprint(1, 2)"#,
        &[
            "[mpa] unknown operator `mpa`; did you mean `map`?",
            "[window] this chain has no sink, so it produces no output; end it with a sink such as `|> pprint`, or bind it with `let name = ...;`",
            "[30] `window` expects a duration such as `30s`, found the number `30`; add a unit: `30s`",
            "[x] the stream `x` is never used; start a chain with it, as in `x |> pprint;`, or remove it",
            r#"[socket] `socket` needs its argument `port`; write `socket(host, port, [on_long_record = ...])`, for example `socket("localhost", 9999)`"#,
            "[2] `pprint` takes one argument, found 2; write `pprint([n])`, for example `|> pprint(20)`",
        ],
    );
}

#[test]
fn failures_do_not_go_nowhere() {
    let help = "end a `let` with it, and use them in another chain: `let good = ... |> try_map(f); \
                good |> failures |> pprint;`";
    let message = format!("[try_map] the failures of `try_map` are not used; {help}");
    reports("memory(b) |> try_map(f) |> pprint", &[&message]);
    reports("let x = memory(b) |> try_map(f); x |> pprint", &[&message]);
    reports("let x = memory(b) |> try_map(f) |> count; x |> pprint; x |> pprint", &[&message]);
}

#[test]
fn a_second_stream_stands_over_the_operator_that_has_one() {
    reports(
        "let x = memory(b) |> map(f); x |> failures |> pprint; x |> state_snapshots |> pprint",
        &[
            "[failures] `failures` must be the first operator after a bound stream that ends in `try_map` or `try_flat_map`; write `let stream = ... |> try_map(...);` and then `stream |> failures |> ...;`",
            "[state_snapshots] `state_snapshots` must be the first operator after a bound stream that ends in `map_with_state`; write `let stream = ... |> map_with_state(...);` and then `stream |> state_snapshots |> ...;`",
        ],
    );
}
