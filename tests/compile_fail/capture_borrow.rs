//! A captured reference to a local variable.

use streamdsl::prelude::*;

fn main() {
    let words = vec!["the", "a"];
    let stop = &words;
    let _ = stream! {
        socket("localhost", 9999) |> filter(|word| !stop.contains(word)) |> pprint
    };
}
