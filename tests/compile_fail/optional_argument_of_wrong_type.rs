//! An optional argument of a wrong type.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        replay("access.log", 500, shuffle = true) |> pprint
    };
}
