//! A port that is not a number.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", "9999") |> pprint
    };
}
