//! Streams that depend on each other.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let sums = memory([[1]]) |> union(doubled);
        let doubled = sums |> map(|n| n * 2);
        doubled |> pprint;
    };
}
