//! A string instead of a stream's name.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> join("ages") |> pprint
    };
}
