//! Two capturing closures, one of which changes what it captures.

use streamdsl::prelude::*;

fn main() {
    let least = 0;
    let mut total = 0;
    let _ = stream! {
        memory([[1, 2]])
            |> filter(|n| *n > least)
            |> map(|n| {
                total += n;
                total
            })
            |> pprint
    };
}
