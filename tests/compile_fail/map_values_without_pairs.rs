//! Values of records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map_values(|n| n + 1) |> pprint
    };
}
