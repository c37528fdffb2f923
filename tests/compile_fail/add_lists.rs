//! `+` on a type without it.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| (line.len(), vec![line.len()])) |> reduce_by_key(+) |> pprint
    };
}
