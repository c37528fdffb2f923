//! Two chains with nothing between them.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let lines = socket("localhost", 9999)
        lines |> pprint
    };
}
