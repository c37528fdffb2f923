//! A `let` with a pattern. The stream that it names is used later.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let (words) = socket("localhost", 9999) |> flat_map(split);
        words |> count |> pprint;
    };
}
