//! A named predicate for another type.

use streamdsl::prelude::*;

fn is_even(n: &u32) -> bool {
    n % 2 == 0
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> filter(is_even) |> pprint
    };
}
