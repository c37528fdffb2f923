//! An operator whose function gets no arena.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([["a"]]) |> reduce(|a, b, arena| arena.join([a, b], "")) |> pprint
    };
}
