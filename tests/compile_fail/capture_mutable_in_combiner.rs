//! A captured variable that a combiner changes.

use streamdsl::prelude::*;

fn main() {
    let mut calls = 0;
    let _ = stream! {
        memory([[1, 2]])
            |> reduce(|a, b| {
                calls += 1;
                a + b
            })
            |> pprint
    };
}
