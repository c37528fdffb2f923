//! A closure that combines to another type.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map(split) |> reduce_by_key(|a, b| a > b) |> pprint
    };
}
