//! A predicate that compares a reference with a number.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2, 3]]) |> filter(|n| n > 1) |> pprint
    };
}
