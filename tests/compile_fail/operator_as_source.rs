//! An operator of another system at the start of a chain.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        groupBy(|n| n % 2) |> pprint
    };
}
