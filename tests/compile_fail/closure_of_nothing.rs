//! A closure without parameters in `filter`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> filter(|| true) |> pprint
    };
}
