//! Slices of values that cannot be kept.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen;

fn main() {
    static ALL: [Seen; 2] = [Seen, Seen];
    let _ = stream! {
        memory([[1, 2]]) |> map(|n| (n, &ALL[..])) |> group_by_key |> pprint
    };
}
