//! A misspelt operator name.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flat_mpa(split) |> pprint
    };
}
