//! An inverse of one value.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2.5)]]) |> reduce_by_key_and_window(+, 3s, 1s, inverse = |total| total) |> pprint
    };
}
