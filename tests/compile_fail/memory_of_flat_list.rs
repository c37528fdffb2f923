//! A list of records instead of a list of batches.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([1, 2, 3]) |> pprint
    };
}
