//! A comparison where a key is expected.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> sort_by(|a, b| a.cmp(b)) |> pprint
    };
}
