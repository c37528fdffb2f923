//! A union of text and numbers.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let numbers = memory([[1, 2]]);
        socket("localhost", 9999) |> union(numbers) |> pprint;
    };
}
