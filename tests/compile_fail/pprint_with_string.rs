//! A string instead of a number of records.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> pprint("x")
    };
}
