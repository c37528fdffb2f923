//! A join of streams of which neither has text from a page.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let ages = memory([[("ada".to_owned(), 30)]]);
        memory([[(1_u32, 2)]]) |> join(ages) |> pprint;
    };
}
