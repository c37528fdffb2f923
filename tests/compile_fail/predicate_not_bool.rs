//! A predicate that is not a `bool`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> filter(|line| line.len()) |> pprint
    };
}
