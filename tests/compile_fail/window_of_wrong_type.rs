//! A window that is not a duration.

use streamdsl::prelude::*;

fn main() {
    let seconds = 30_u64;
    let _ = stream! {
        socket("localhost", 9999) |> window(seconds, 10s) |> pprint
    };
}
