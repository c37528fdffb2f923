//! Arguments in braces.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_map { split } |> pprint
    };
}
