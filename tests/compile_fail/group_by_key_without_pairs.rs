//! A grouping of records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> group_by_key |> pprint
    };
}
