//! A source after a `|>`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> socket("localhost", 9998) |> pprint
    };
}
