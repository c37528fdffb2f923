//! A slide that does not fit the batch interval.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = 2s;
        socket("localhost", 9999) |> flat_map(split) |> reduce_by_key_and_window(+, 30s, 5s) |> pprint;
    };
}
