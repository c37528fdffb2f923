//! A port that there cannot be.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 99999) |> pprint
    };
}
