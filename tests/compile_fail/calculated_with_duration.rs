//! A calculation that ends with a duration literal.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> window(3 * 10s) |> pprint
    };
}
