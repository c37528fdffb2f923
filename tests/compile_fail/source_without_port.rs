//! A source that lacks an argument.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost") |> pprint
    };
}
