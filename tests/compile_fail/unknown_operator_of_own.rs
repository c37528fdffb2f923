//! A function of the user's own in the place of an operator.

use streamdsl::prelude::*;

fn tokenize(line: &str) -> Vec<&str> {
    line.split(',').collect()
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> tokenize |> pprint
    };
}
