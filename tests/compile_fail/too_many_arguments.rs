//! One argument too many.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map(split, 3) |> pprint
    };
}
