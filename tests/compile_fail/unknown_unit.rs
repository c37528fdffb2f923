//! A time unit that does not exist.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30sec) |> pprint
    };
}
