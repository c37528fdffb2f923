//! A window that does not fit the batch interval.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = 2s;
        socket("localhost", 9999) |> window(5s, 4s) |> pprint;
    };
}
