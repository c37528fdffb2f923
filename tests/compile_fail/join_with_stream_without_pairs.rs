//! A join with records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let lines = socket("localhost", 9999);
        memory([[(1, 2)]]) |> join(lines) |> pprint;
    };
}
