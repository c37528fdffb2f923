//! A port that is no number.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", "9999") |> pprint
    };
}
