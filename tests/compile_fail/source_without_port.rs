//! A source with a missing argument.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost") |> pprint
    };
}
