//! A misspelt stream.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let words = socket("localhost", 9999) |> flat_map(split);
        words |> count |> pprint;
        word |> pprint;
    };
}
