//! Two streams with the same name.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let words = socket("localhost", 9999) |> flat_map(split);
        let words = words |> filter(|word| word.len() > 3);
        words |> pprint;
    };
}
