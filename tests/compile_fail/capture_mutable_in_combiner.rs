//! A captured variable that is changed by a combiner.

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
