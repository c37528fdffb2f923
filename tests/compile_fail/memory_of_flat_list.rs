//! A list of records in the place of a list of batches.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([1, 2, 3]) |> pprint
    };
}
