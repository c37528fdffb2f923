//! A function that returns whatever is asked for.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([["1", "2"]]) |> map(|text| text.parse().unwrap()) |> pprint
    };
}
