//! A system as an operator.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> kafka("topic")
    };
}
