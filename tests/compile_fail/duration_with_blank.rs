//! Durations with a blank before the unit.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> window(30 s, 10 s) |> pprint
    };
}
