//! A chain instead of a stream's name.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> join(memory([[(1, 3)]]) |> map(swap)) |> pprint
    };
}
