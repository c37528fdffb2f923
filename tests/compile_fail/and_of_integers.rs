//! `&&` on values that are not `bool`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> reduce(&&) |> pprint
    };
}
