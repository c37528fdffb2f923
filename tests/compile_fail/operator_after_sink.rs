//! An operator after a sink.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> pprint |> flat_map(split) |> pprint
    };
}
