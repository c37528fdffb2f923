//! A window of negative length.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(-30s, 10s) |> pprint
    };
}
