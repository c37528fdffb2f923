//! A function for another type.

use streamdsl::prelude::*;

fn square(n: u64) -> u64 {
    n * n
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(square) |> pprint
    };
}
