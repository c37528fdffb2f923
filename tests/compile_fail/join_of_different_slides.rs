//! A join of streams that are emitted at different times.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = 1s;
        let minutes = memory([[(1, 2)]]) |> window(1min, 1min);
        memory([[(1, 3)]]) |> window(30s, 10s) |> join(minutes) |> pprint;
    };
}
