//! A string where a number of records belongs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> pprint("x")
    };
}
