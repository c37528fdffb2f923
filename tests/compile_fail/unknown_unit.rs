//! A unit that there is not.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30sec) |> pprint
    };
}
