//! Batches without records, whose type nothing tells.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[]]) |> pprint
    };
}
