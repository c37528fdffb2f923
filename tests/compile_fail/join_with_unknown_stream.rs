//! A join with a stream that is not bound.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> join(ages) |> pprint
    };
}
