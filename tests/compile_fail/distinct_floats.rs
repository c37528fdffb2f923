//! Distinct floats, which cannot be keys.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[0.5, 1.5]]) |> distinct |> pprint
    };
}
