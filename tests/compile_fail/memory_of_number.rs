//! Batches that are none.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory(5) |> pprint
    };
}
