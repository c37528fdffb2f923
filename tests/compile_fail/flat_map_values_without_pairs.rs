//! Values of records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map_values(split) |> pprint
    };
}
