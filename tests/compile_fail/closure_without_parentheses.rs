//! A closure that does not stand in parentheses.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> filter |n| n > 3 |> pprint
    };
}
