//! A misspelt argument.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30s, slde = 10s) |> pprint
    };
}
