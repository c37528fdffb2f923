//! A stream that is used like a collection.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let words = socket("localhost", 9999) |> flat_map(split);
        words |> pprint;
        socket("localhost", 9998) |> filter(|line| words.contains(line)) |> pprint;
    };
}
