//! A `let` for a value.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let n = 5;
        memory([[1]]) |> map(|x| x + n) |> pprint;
    };
}
