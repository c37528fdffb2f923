//! A number instead of a duration.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30, 10) |> pprint
    };
}
