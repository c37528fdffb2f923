//! Values of records that are no pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map_values(split) |> pprint
    };
}
