//! A captured value that is used again later.

use streamdsl::prelude::*;

fn main() {
    let stop = vec!["the", "a"];
    let _ = stream! {
        socket("localhost", 9999) |> filter(|word| !stop.contains(word)) |> pprint
    };
    println!("{}", stop.len());
}
