//! Two streams with keys of different types.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let ages = memory([[("ada".to_owned(), 30)]]);
        memory([[(1_u32, 2)]]) |> cogroup(ages) |> pprint;
    };
}
