//! A stream used above its `let`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        words |> pprint;
        let words = socket("localhost", 9999) |> flat_map(split);
    };
}
