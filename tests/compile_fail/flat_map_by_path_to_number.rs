//! A `flat_map` by a function to something that is not an iterator.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map(str::len) |> pprint
    };
}
