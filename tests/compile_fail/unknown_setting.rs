//! A misspelt setting.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_intervall = 1s;
        socket("localhost", 9999) |> pprint;
    };
}
