//! A slide that is not a duration.

use streamdsl::prelude::*;

fn main() {
    let seconds = 10_u64;
    let _ = stream! {
        socket("localhost", 9999) |> window(30s, seconds) |> pprint
    };
}
