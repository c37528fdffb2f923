//! A `Vec` instead of a `Collected`.

use streamdsl::prelude::*;

fn main() {
    let mut words: Vec<String> = Vec::new();
    let _ = stream! {
        memory([["a", "b"]]) |> collect(&mut words)
    };
}
