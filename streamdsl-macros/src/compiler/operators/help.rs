//! Texts of messages that mention certain operators.

use super::{Kind, Second, with_second};

/// Where a chain must start.
pub(crate) const CHAIN_STARTS: &str = "a chain starts with a source such as `socket(\"localhost\", \
                                       9999)`, or with the name of a stream bound by `let`";
pub(crate) const START_CHAIN: &str =
    "start the chain with a source such as `socket(\"localhost\", 9999)`, or with a bound stream";
/// The smallest program.
pub(crate) const SMALLEST: &str = "write at least one from a source to a sink, for example \
                                   `socket(\"localhost\", 9999) |> pprint`";
/// How operators are joined.
pub(crate) const JOINED: &str = "operators are joined by `|>`, as in `words |> count |> pprint`";
/// An operator after a `|>`.
pub(crate) const OPERATOR: &str = "for example `|> pprint`";
pub(crate) const END_CHAIN: &str =
    "end it with a sink such as `|> pprint`, or bind it with `let name = ...;`";
pub(crate) const MERGE_STREAMS: &str = "to merge two streams, bind one with `let other = ...;` \
                                        and write `|> union(other)`";
pub(crate) const SAME_SLIDE: &str =
    "give both the same slide, for example with `|> window(window, slide)`";
/// Why a stream cannot be made from itself.
pub(crate) const NO_CYCLES: &str = "streams cannot form a cycle (to carry a value from batch to \
                                    batch, use `update_state_by_key`)";
/// What to do instead of changing a variable.
pub(crate) const NO_CHANGES: &str = "to combine records, use `reduce` or `update_state_by_key`; \
                                     to count something besides, use an atomic, and for anything \
                                     else a `Mutex`";

/// What to do where a function may fail.
pub(crate) const FAILS: &str = "use `try_map`, whose closure returns a `Result`; the records that \
                                fail become the stream `failures`";

/// What to do instead of using the stream `name` inside a closure.
pub(crate) fn stream_in_closure(name: &str) -> String {
    format!(
        "a closure gets one record; to bring two streams together, use `|> join({name})` or `|> \
         transform_with({name}, |batch, {name}| ..)`; if you mean a variable of that name outside \
         the program, rename one of the two"
    )
}

/// Where the closure `closure` belongs.
pub(crate) fn for_each_record(closure: &str) -> String {
    format!("to call it for each record, write `|> map({closure})`")
}

/// What to do with a statement of Rust that begins with `keyword`.
pub(crate) fn instead_of_statement(keyword: &str) -> &'static str {
    match keyword {
        "fn" | "const" | "static" | "struct" | "enum" | "type" | "use" | "impl" | "trait"
        | "mod" | "unsafe" | "async" | "extern" | "pub" => "write it before `stream! { .. }`",
        "for" | "while" | "loop" => {
            "a program has a fixed number of chains; to read a list of sources as one stream, write \
             `union_all(sources)`"
        }
        "if" | "match" => {
            "the chains of a program are fixed; to leave one out, write two programs, and choose one \
             of them outside of `stream! { .. }`"
        }
        "return" | "await" | "yield" => {
            "remove it: a program is the value of `stream! { .. }`, and a context runs it"
        }
        _ => "a program consists of settings, `let name = chain;` and chains",
    }
}

/// How `name`, which is no stream, becomes the other stream of an operator.
pub(crate) fn other_stream(name: &str, kind: Kind) -> String {
    if super::find(name).is_some_and(super::Operator::is_source) {
        return format!("it is a source: bind it before this chain, as in `let other = {name};`");
    }
    let bind = format!("bind it before this chain with `let {name} = ...;`");
    if kind == Kind::Streams {
        return bind;
    }
    format!("{bind}; if it is a map outside the program, look each key up in it, in a closure")
}

/// What to do about a list without values, whose type nothing says.
pub(crate) const TYPED_LIST: &str =
    "write the type of the empty list, for example `memory([Vec::<u32>::new()])`";

/// What to do about a source whose type nothing says.
pub(crate) fn typed(example: &str) -> String {
    format!("write the type behind its name, for example `{example}`")
}

/// How a stream is bound to `name`.
pub(crate) fn bind(name: &str) -> String {
    format!("write `let {name} = socket(\"localhost\", 9999);`")
}

/// How a chain starts with a source of the user's own.
pub(crate) fn own_source(source: &str) -> String {
    format!("a source of your own is written `from({source})`")
}

/// How a chain starts with a source that the function at `path` makes, or that is a value there.
pub(crate) fn own_call(path: &str) -> String {
    format!("write `{path}(...)`; a source that is a value is written `from({path})`")
}

/// How a function of the user's own is called.
pub(crate) fn own_function(name: &str) -> String {
    format!("a function of your own is called by `|> map({name})` or `|> flat_map({name})`")
}

/// How the bound stream `name` is merged with another.
pub(crate) fn merge(name: &str) -> String {
    format!("a bound stream starts a chain; to merge it with this one, write `|> union({name})`")
}

/// How the bound stream `name` is used.
pub(crate) fn used(name: &str) -> String {
    format!("start a chain with it, as in `{name} |> pprint;`, or remove it")
}

/// What to do with a `let` whose chain ends in a sink.
pub(crate) fn bound_sink(name: &str) -> String {
    format!(
        "remove `let {name} =`, or move the sink to a chain of its own, as in `{name} |> pprint;`"
    )
}

/// Where the failures of the operator `name` may go.
pub(crate) fn failures(name: &str) -> String {
    format!(
        "end a `let` with it, and use them in another chain: `let good = ... |> {name}(f); good |> \
         failures |> pprint;`"
    )
}

/// How to ask for a second stream by its operator `name`, and of which operators it is one.
pub(crate) fn second_stream(name: &str, second: Second) -> (String, String) {
    let of: Vec<_> = with_second(second).map(|operator| operator.name).collect();
    let quoted: Vec<_> = of.iter().map(|of| format!("`{of}`")).collect();
    let first = of.first().copied().unwrap_or_default();
    let help =
        format!("write `let stream = ... |> {first}(...);` and then `stream |> {name} |> ...;`");
    (quoted.join(" or "), help)
}
