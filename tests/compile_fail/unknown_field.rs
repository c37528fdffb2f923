//! A misspelt field inside a closure.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> map(|pair| pair.3) |> pprint
    };
}
