//! An operator at the start of a chain.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        map(str::len) |> pprint
    };
}
