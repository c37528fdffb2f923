//! An argument given twice.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30s, 10s, slide = 10s) |> pprint
    };
}
