//! A function for `try_map` that cannot fail.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let numbers = memory([[1]]) |> try_map(|n| n + 1);
        numbers |> failures |> pprint;
        numbers |> pprint
    };
}
