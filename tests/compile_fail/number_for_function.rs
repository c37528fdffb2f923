//! A number instead of a function.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(3) |> pprint
    };
}
