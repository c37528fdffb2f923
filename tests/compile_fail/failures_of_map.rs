//! The failures of an operator that has none.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let doubled = memory([[1]]) |> map(|n| n * 2);
        doubled |> failures |> pprint
    };
}
