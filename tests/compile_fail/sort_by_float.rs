//! Sorting by a float, which has no order.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 0.5)]]) |> sort_by(|(_, score)| *score) |> pprint
    };
}
