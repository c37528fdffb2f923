//! Grouped values of a type that cannot be kept.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> map(|n| (n, Seen)) |> group_by_key |> pprint
    };
}
