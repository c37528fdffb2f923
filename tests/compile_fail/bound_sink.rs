//! A `let` for a chain that ends in a sink.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let printed = socket("localhost", 9999) |> pprint;
    };
}
