//! A collection of another type.

use streamdsl::prelude::*;

fn main() {
    let numbers = Collected::<u64>::new();
    let _ = stream! {
        memory([["a", "b"]]) |> collect(&numbers)
    };
}
