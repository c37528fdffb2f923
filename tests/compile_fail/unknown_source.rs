//! A misspelt source.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        sockt("localhost", 9999) |> pprint
    };
}
