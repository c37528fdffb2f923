//! A misspelt stream. The one that was meant is not unused.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let words = socket("localhost", 9999) |> flat_map(split);
        socket("localhost", 9998) |> union(wrods) |> pprint;
    };
}
