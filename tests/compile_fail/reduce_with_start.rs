//! A start value for `reduce`, as for `fold`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> reduce(0, |a, b| a + b) |> pprint
    };
}
