//! A combiner of one value.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map(split) |> reduce_by_key(|count| count + 1) |> pprint
    };
}
