//! `+` on a type without it, in `reduce`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[true, false]]) |> reduce(+) |> pprint
    };
}
