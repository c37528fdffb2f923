//! A string instead of a duration.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = "1s";
        socket("localhost", 9999) |> pprint;
    };
}
