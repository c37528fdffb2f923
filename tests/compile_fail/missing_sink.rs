//! A chain without a sink.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map(split) |> reduce_by_key(+)
    };
}
