//! A user's function instead of an operator.

use streamdsl::prelude::*;

fn tokenize(line: &str) -> Vec<&str> {
    line.split(',').collect()
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> tokenize |> pprint
    };
}
