//! A number instead of batches.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory(5) |> pprint
    };
}
