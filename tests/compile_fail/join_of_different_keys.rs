//! A join of streams with different keys.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let ages = memory([[(1, 30)]]);
        socket("localhost", 9999) |> map(|line| (line, line.len())) |> join(ages) |> pprint;
    };
}
