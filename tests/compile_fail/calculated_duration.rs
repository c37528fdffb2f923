//! Arithmetic with a duration literal.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30s * 2) |> pprint
    };
}
