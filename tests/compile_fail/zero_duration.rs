//! A window of length zero.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(0s) |> pprint
    };
}
