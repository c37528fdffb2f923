//! A struct that is not a pair, after a window.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen;

fn main() {
    let _ = stream! {
        memory([[1]]) |> map(|_| Seen) |> window(30s, 10s) |> reduce_by_key(+) |> pprint
    };
}
