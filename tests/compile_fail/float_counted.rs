//! Counted values that cannot be keys.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1.5, 2.5]]) |> count_by_value |> pprint
    };
}
