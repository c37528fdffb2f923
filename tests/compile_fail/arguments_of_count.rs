//! Arguments for an operator that takes none.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> count(|line| line.len() > 3) |> pprint
    };
}
