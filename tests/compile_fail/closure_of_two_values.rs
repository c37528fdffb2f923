//! A closure of two values in `map`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> map(|key, value| key + value) |> pprint
    };
}
