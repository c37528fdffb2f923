//! A join of records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let numbers = memory([[(1, 2)]]);
        socket("localhost", 9999) |> join(numbers) |> pprint;
    };
}
